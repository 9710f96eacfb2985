import type { Figure } from "../benchmark.ts";
import { markdownTable } from "../markdown.ts";
import { format } from "../report.ts";
import { oneCoreMb } from "./memory-sizes.ts";
import { priceOfRequest, prices } from "./prices.ts";

/** Gigabytes that a post of a picture subreddit holds on average: an assumption, not a measurement. */
const assumedGbPerPost = 0.0012;
const shownMemoryMb = [128, 256, 512, 1024];

/** S3's requests by what they are billed as, and the figure of `requests` that counts them. */
const s3Figures = { "S3 PUT": "puts", "S3 LIST": "lists", "S3 GET": "gets" };

type Parts = Readonly<Record<string, number>>;

/**
 * What `growth` measured, and `requests` of S3, as the part of infra/README.md that says what crawls cost.
 * @throws {Error} when one lacks a figure.
 */
export function costSection(
  growth: readonly Figure[],
  requests: readonly Figure[],
  memoryMb: ReadonlyMap<string, number>,
): string {
  const ofS3 = Object.entries(s3Figures).map(([name, what]) => {
    const figure = requests.find((each) => each.name === `requests/${what}`);
    if (!figure) throw new Error(`requests/${what} is missing: run bench requests.`);
    return [name, figure.value] as const;
  });
  const parts = (posts: number, what: string): Parts => {
    const name = `growth/${posts}/${what}-per-post`;
    const figure = growth.find((each) => each.name === name);
    if (!figure?.parts) throw new Error(`${name} is missing: run bench growth.`);
    if (what !== "requests") return figure.parts;
    const others = Object.entries(figure.parts).filter(([request]) => !request.startsWith("S3 "));
    return Object.fromEntries([...others, ...ofS3]);
  };
  const rowsOf = (posts: number) => costRows((what) => parts(posts, what));
  const dollars = (posts: number) => rowsOf(posts).reduce((sum, row) => sum + row.dollars, 0);
  const rows = rowsOf(10_000).toSorted((a, b) => b.dollars - a.dollars);
  const million = (amount: number) => (amount * 1e6).toFixed(2);
  return [
    markdownTable([
      ["One post of 10,000", "Measured", "$ a million posts"],
      ...rows.map((row) => [row.what, row.measured, million(row.dollars)]),
      ["**together**", "", `**${million(dollars(10_000))}**`],
    ]),
    markdownTable([
      ["Posts", "Once", "Kept, a month"],
      ...[100, 10_000, 1_000_000].map((posts) => [
        posts.toLocaleString("en"),
        // A million are a hundred times ten thousand: `growth` shows that nothing grows faster than the posts.
        `$${format(posts * dollars(Math.min(posts, 10_000)))}`,
        `$${format(posts * assumedGbPerPost * prices.storedGbMonth)}`,
      ]),
    ]),
    markdownTable([
      ["One invocation", "Memory", "Processor", ...shownMemoryMb.map((mb) => `at ${mb} MB`)],
      ...memoryRows(parts(10_000, "processor"), parts(10_000, "invocations"), memoryMb),
    ]),
  ].join("\n\n");
}

interface CostRow {
  what: string;
  measured: string;
  dollars: number;
}

function costRows(parts: (what: string) => Parts): CostRow[] {
  const requests = new Map<string, { count: number; dollars: number }>();
  for (const [name, count] of Object.entries(parts("requests"))) {
    const price = priceOfRequest(name);
    const group = name.startsWith("S3 ") ? name : (name.split(" ")[0] ?? name);
    const before = requests.get(group) ?? { count: 0, dollars: 0 };
    if (price > 0)
      requests.set(group, { count: before.count + count, dollars: before.dollars + count * price });
  }
  const invocations = parts("invocations");
  const log = sum(parts("log"));
  const row = (what: string, count: number, unit: string, dollars: number): CostRow => ({
    what,
    measured: `${format(count)} ${unit}`,
    dollars,
  });
  return [
    ...Array.from(requests, ([what, { count, dollars }]) => row(what, count, "requests", dollars)),
    ...Object.entries(parts("gb-seconds")).map(([what, count]) =>
      row(what, count, "GB-s", count * prices.gbSecond),
    ),
    row("Lambda", sum(invocations), "invocations", sum(invocations) * prices.invocation),
    ...Object.entries(invocations)
      .filter(([name]) => name.startsWith("Api"))
      .map(([, count]) => row("HTTP API", count, "requests", count * prices.apiRequest)),
    row("logs", log, "KB", log * prices.logKb),
  ];
}

/** The seconds that an invocation computes for at several sizes; what it waits for, it waits for at each of them. */
function memoryRows(
  processor: Parts,
  invocations: Parts,
  memoryMb: ReadonlyMap<string, number>,
): string[][] {
  return Object.entries(processor).map(([name, secondsPerPost]) => {
    const seconds = secondsPerPost / (invocations[name] ?? NaN);
    return [
      name,
      `${memoryMb.get(name)} MB`,
      `${format(seconds)} s`,
      ...shownMemoryMb.map((mb) => `${format(seconds / (mb / oneCoreMb))} s`),
    ];
  });
}

function sum(parts: Parts): number {
  return Object.values(parts).reduce((total, part) => total + part, 0);
}
