import { crawlStatus } from "@reddit-crawler/crawl-status/crawl-status";
import { crawlTotals } from "@reddit-crawler/crawl-status/crawl-totals";
import { tallyOfRecord } from "@reddit-crawler/crawl-status/post-tally";
import type { CrawlStatus } from "@reddit-crawler/message-schema/http-api/answer-schemas";

import { openPosts, type CrawlProgress } from "./follow-crawl.ts";

/** A followed crawl as the HTTP API would tell it; undefined until its listing has begun. */
export function localStatus({
  summary,
  records,
  waiting,
  inFlight,
  deadLettered,
}: CrawlProgress): CrawlStatus | undefined {
  if (!summary) return undefined;
  const status = crawlStatus(summary, crawlTotals(records.map(tallyOfRecord)));
  // The dead letters may be another crawl's: at least those are this one's that nothing on its way accounts for.
  const unaccounted = Math.max(0, openPosts(summary, records.length) - waiting - inFlight);
  return { ...status, posts: { ...status.posts, failed: Math.min(unaccounted, deadLettered) } };
}
