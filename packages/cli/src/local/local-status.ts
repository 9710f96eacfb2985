import { crawlStatus } from "@reddit-crawler/crawl-status/crawl-status";
import { crawlTotals } from "@reddit-crawler/crawl-status/crawl-totals";
import { tallyOfGivenUp, tallyOfRecord } from "@reddit-crawler/crawl-status/post-tally";
import type { CrawlStatus } from "@reddit-crawler/message-schema/http-api/answer-schemas";
import type { CrawlSummary, PostRecord } from "@reddit-crawler/message-schema";
import type { GivenUpPost } from "@reddit-crawler/picture-folder/given-up-posts";

/** How many posts that the crawl queued or recorded have no record, when `decided` have one. */
export function openPosts({ counts }: CrawlSummary, decided: number): number {
  return Math.max(0, counts.queued + counts.withoutPictures - decided);
}

/** A crawl on this machine as the HTTP API would answer it. */
export function localStatus(
  summary: CrawlSummary,
  records: readonly PostRecord[],
  givenUp: readonly GivenUpPost[],
): CrawlStatus {
  const failed = givenUp.map(({ code, at }) => tallyOfGivenUp(code, Date.parse(at)));
  return crawlStatus(summary, crawlTotals([...records.map(tallyOfRecord), ...failed]));
}
