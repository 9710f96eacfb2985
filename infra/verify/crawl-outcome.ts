import { isDeepStrictEqual } from "node:util";

/** What became of each post of a crawl: its record, and its files with their digests. */
export type CrawlOutcome = ReadonlyMap<string, PostOutcome>;

/** What became of one post, in values that do not differ from run to run. */
export interface PostOutcome {
  /** As a reader of the older version sees it. */
  record: Readonly<Record<string, unknown>>;
  /** SHA-256 by key. */
  files: Readonly<Record<string, string>>;
}

/**
 * A sentence for each post that `outcome` shows otherwise than each of `allowed`, naming the first place that differs
 * from the first of them.
 */
export function deviations(outcome: CrawlOutcome, allowed: readonly CrawlOutcome[]): string[] {
  const posts = new Set([outcome, ...allowed].flatMap((one) => [...one.keys()]));
  return [...posts].flatMap((post) => {
    const actual = outcome.get(post);
    if (allowed.some((one) => isDeepStrictEqual(one.get(post), actual))) return [];
    const place = firstDifference(allowed[0]?.get(post), actual);
    return [`post ${post}: ${place}`];
  });
}

function firstDifference(expected: unknown, actual: unknown, path = ""): string {
  if (isBranch(expected) && isBranch(actual)) {
    const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    for (const name of names)
      if (!isDeepStrictEqual(expected[name], actual[name]))
        return firstDifference(expected[name], actual[name], path ? `${path} › ${name}` : name);
  }
  return `${path || "all of it"} is ${shown(actual)} and not ${shown(expected)}`;
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value).slice(0, 120);
}
