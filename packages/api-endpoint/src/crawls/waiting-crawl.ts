import type { Problem } from "../http/problem.ts";

/** Crockford's base 32, which crawl ids are written in. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** A request waits up to 6 h for the one article-loader: its MaximumEventAgeInSeconds in the template. */
const longestWaitMs = 6 * 3_600_000;
/** Chosen: clocks of two machines differ by less. */
const clockSkewMs = 60_000;

/** The moment that a crawl id was made, in milliseconds since 1970: its first ten characters. */
export function crawlIdTimeMs(crawlId: string): number {
  return Array.from(crawlId.slice(0, 10)).reduce(
    (time, letter) => time * 32 + alphabet.indexOf(letter),
    0,
  );
}

/** Whether a crawl that nothing is known of may still wait for its listing. */
export function mayBeQueued(crawlId: string, nowMs: number): boolean {
  const timeMs = crawlIdTimeMs(crawlId);
  return timeMs > nowMs - longestWaitMs && timeMs < nowMs + clockSkewMs;
}

/** The refusal for an id that no crawl has. */
export function noSuchCrawl(crawlId: string): Problem {
  return {
    status: 404,
    detail: `There is no crawl ${crawlId}. GET /crawls lists those that there are.`,
  };
}
