import { faultKinds } from "./faults.ts";
import type { Totals } from "./totals.ts";

/** The totals for people: each fault by kind, each place of death, and what came of it all. */
export function describeTotals(totals: Totals, seconds: number): string {
  const { counts } = totals;
  const faults = faultKinds.map((kind) => [kind, totals.faults[kind] ?? 0] as const);
  const injected = faults.reduce((sum, [, count]) => sum + count, 0);
  const places = Object.entries(totals.crashPoints)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, { before, after }]) =>
        [name, `${inGroups(before)} before, ${inGroups(after)} after`] as const,
    );
  return [
    "processes died at",
    ...table(places),
    "",
    "faults injected",
    ...table(faults.map(([kind, count]) => [kind, inGroups(count)])),
    "",
    ...table([
      ["seeds", `${inGroups(counts.seeds)} in ${seconds.toFixed(1)} s`],
      ["faults", inGroups(injected)],
      ["events", inGroups(counts.events)],
      ["virtual time", `${inGroups(Math.round(counts.virtualMinutes / 60))} hours`],
      ["crawls", inGroups(counts.crawls)],
      ["posts", inGroups(counts.posts)],
      ["pictures", inGroups(counts.pictures)],
      ["dead-lettered", inGroups(counts.deadLettered)],
      ["losses", inGroups(counts.losses)],
      ["duplicates", inGroups(counts.duplicates)],
      ["rules broken", inGroups(totals.broken.length)],
    ]),
  ].join("\n");
}

function table(rows: readonly (readonly [name: string, value: string])[]): string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
}

function inGroups(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}
