import type { PostTally } from "./crawl-tally.ts";

/** Instead of counts that do not fit into a key: the record itself says them. */
export const countsUnsaid = "_";

/** Characters: with a crawl's and a post's id, a key is then shorter than a file name may be on any system. */
const longestText = 160;
const code = /^[a-z0-9-]+$/;
const base = 36;

/**
 * What a post adds to its crawl's totals as part of a key: `<outcome>_<decided at>_<bytes>_<duplicates>_<links>_<reasons>`,
 * with numbers in base 36, milliseconds since 1970, and `<code>.<count>` between `!`. All of it is safe in keys of S3
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html). `countsUnsaid` where it does not fit.
 */
export function textOfCounts({
  outcome,
  links,
  reasons,
  bytes,
  duplicates,
  decidedAt,
}: PostTally): string {
  const codes = [outcome, ...Object.keys(links), ...Object.keys(reasons)];
  if (!codes.every((each) => code.test(each))) return countsUnsaid;
  const text = [
    outcome,
    Date.parse(decidedAt).toString(base),
    bytes.toString(base),
    (duplicates ?? 0).toString(base),
    textOf(links),
    textOf(reasons),
  ].join("_");
  return text.length > longestText ? countsUnsaid : text;
}

/** What `textOfCounts` wrote; undefined for `countsUnsaid`, and for what a later version may write. */
export function countsOfText(text: string): PostTally | undefined {
  const [outcome = "", at = "", bytes, duplicates, links, reasons, ...more] = text.split("_");
  if (reasons === undefined || more.length > 0) return undefined;
  const [atMs, size, twins] = [at, bytes, duplicates].map(numberOf);
  const [linkCounts, reasonCounts] = [links, reasons].map(countsOf);
  if (atMs === undefined || size === undefined || twins === undefined) return undefined;
  if (!code.test(outcome) || !linkCounts || !reasonCounts) return undefined;
  return {
    outcome,
    links: linkCounts,
    reasons: reasonCounts,
    bytes: size,
    ...(twins > 0 && { duplicates: twins }),
    decidedAt: new Date(atMs).toISOString(),
  };
}

function textOf(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name}.${count.toString(base)}`)
    .join("!");
}

function countsOf(text = ""): Record<string, number> | undefined {
  const counts: Record<string, number> = {};
  for (const pair of text === "" ? [] : text.split("!")) {
    const [name = "", amount] = pair.split(".");
    const count = numberOf(amount);
    if (!code.test(name) || count === undefined) return undefined;
    counts[name] = count;
  }
  return counts;
}

/** Undefined for anything but up to ten digits, and for more than a time may be. */
function numberOf(text = ""): number | undefined {
  const value = /^[0-9a-z]{1,10}$/.test(text) ? Number.parseInt(text, base) : NaN;
  return Number.isSafeInteger(value) && value <= 8.64e15 ? value : undefined;
}
