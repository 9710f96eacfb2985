import { faultKinds } from "./faults.ts";
import type { Totals } from "./totals.ts";

/** The totals for people: each fault by kind, each place of death, and what came of it all. */
export function describeTotals(totals: Totals, seconds: number): string {
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
      ["seeds", `${inGroups(totals.seeds)} in ${seconds.toFixed(1)} s`],
      ["faults", inGroups(injected)],
      ["events", inGroups(totals.events)],
      ["virtual time", `${inGroups(Math.round(totals.virtualMinutes / 60))} hours`],
      ["crawls", inGroups(totals.crawls)],
      ["posts", inGroups(totals.posts)],
      ["pictures", inGroups(totals.pictures)],
      ["dead-lettered", inGroups(totals.deadLettered)],
      ["losses", inGroups(totals.losses)],
      ["duplicates", inGroups(totals.duplicates)],
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
