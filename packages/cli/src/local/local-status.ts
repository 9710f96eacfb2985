import { crawlStatus } from "@reddit-crawler/crawl-status/crawl-status";
import type { CrawlStatus } from "@reddit-crawler/message-schema/http-api/answer-schemas";
import { crawlTotals } from "@reddit-crawler/crawl-status/crawl-totals";
import { tallyOfRecord } from "@reddit-crawler/crawl-status/post-tally";
import type { QueueDepths } from "@reddit-crawler/gallery/contract/gallery-event";
import type { CrawlSummary, PostRecord } from "@reddit-crawler/message-schema";

/** How many posts that the crawl queued or recorded have no record, when `decided` have one. */
export function openPosts({ counts }: CrawlSummary, decided: number): number {
  return Math.max(0, counts.queued + counts.withoutPictures - decided);
}

/** A crawl on this machine as the HTTP API would answer it. `depths` are those of all crawls. */
export function localStatus(
  summary: CrawlSummary,
  records: readonly PostRecord[],
  { waiting, inFlight, deadLettered }: QueueDepths,
): CrawlStatus {
  const status = crawlStatus(summary, crawlTotals(records.map(tallyOfRecord)));
  // The dead letters may be another crawl's: at least those are this one's that nothing on its way accounts for.
  const unaccounted = Math.max(0, openPosts(summary, records.length) - waiting - inFlight);
  return { ...status, posts: { ...status.posts, failed: Math.min(unaccounted, deadLettered) } };
}
