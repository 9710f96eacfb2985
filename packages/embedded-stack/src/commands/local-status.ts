import { crawlStatus, type CrawlStatus } from "@reddit-crawler/crawl-status/crawl-status";
import { crawlTotals } from "@reddit-crawler/crawl-status/crawl-totals";
import { tallyOfRecord } from "@reddit-crawler/crawl-status/post-tally";

import type { CrawlProgress } from "./follow-crawl.ts";

/** A followed crawl as the HTTP API would tell it; undefined until its listing has begun. */
export function localStatus({
  summary,
  records,
  deadLettered,
}: CrawlProgress): CrawlStatus | undefined {
  if (!summary) return undefined;
  const status = crawlStatus(summary, crawlTotals(records.map(tallyOfRecord)));
  const open = Math.max(0, summary.counts.listed - records.length);
  return { ...status, posts: { ...status.posts, failed: Math.min(open, deadLettered) } };
}
