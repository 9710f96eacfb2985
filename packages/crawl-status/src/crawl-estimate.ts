import type { CrawlSummary } from "@reddit-crawler/message-schema";
import type { CrawlStatus } from "@reddit-crawler/message-schema/http-api/answer-schemas";

import { isOver } from "./crawl-state.ts";

/** Milliseconds: before that, the first answer's delay says nothing about the next ones. */
const leastElapsedMs = 10_000;
/** Less than this is no measure of the rest. */
const leastShare = 0.001;

/**
 * How much of a crawl's listing is done, and when the crawl is over if listing and downloads go on as fast as until
 * `latestAt`, an instant. Undefined while too little is done to say, and once it is over. `decided` are the posts that have
 * an outcome.
 */
export function crawlEstimate(
  { begunAt, coveredShare = 0, counts }: CrawlSummary,
  state: CrawlStatus["state"],
  decided: number,
  latestAt: string,
): CrawlStatus["estimate"] {
  if (begunAt === undefined || isOver(state)) return undefined;
  const listedShare = state === "downloading" ? 1 : coveredShare;
  const expectedPosts = counts.listed / listedShare;
  const decidedShare = counts.listed === 0 ? 1 : decided / expectedPosts;
  // Both go on at the same time: the slower one decides.
  const doneShare = Math.min(1, listedShare, decidedShare);
  const begunMs = Date.parse(begunAt);
  const elapsedMs = Date.parse(latestAt) - begunMs;
  if (!(doneShare >= leastShare && elapsedMs >= leastElapsedMs)) return undefined;
  return {
    listed_share: Math.round(listedShare * 1000) / 1000,
    done_at: new Date(begunMs + elapsedMs / doneShare).toISOString(),
  };
}
