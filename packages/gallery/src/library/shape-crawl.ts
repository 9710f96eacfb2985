import { crawlState, isOver } from "@reddit-crawler/crawl-status/crawl-state";
import type { CrawlSummary, PostRecord } from "@reddit-crawler/message-schema";

import type { CrawlState, GalleryCrawl } from "../contract/gallery-crawl.ts";

/** How a crawl ended, where that is known. */
export interface CrawlOver {
  state: CrawlState;
  message?: string | undefined;
}

/** A crawl as the page shows it. Without `over` it is running. */
export function shapeCrawl(
  summary: CrawlSummary,
  records: readonly PostRecord[],
  over?: CrawlOver,
): GalleryCrawl {
  const { counts } = summary;
  const known = counts.queued + counts.withoutPictures;
  const message = over?.message ?? summary.failure?.message ?? summary.note;
  const crawl: GalleryCrawl = {
    crawlId: summary.crawlId,
    subreddit: summary.subreddit,
    sortMethod: summary.sortMethod,
    timeFilter: summary.timeFilter,
    limit: summary.limit,
    requestedAt: summary.requestedAt,
    updatedAt: summary.updatedAt,
    state: over?.state ?? crawlState(summary.state, false),
    listed: counts.listed,
    known,
    decided: records.length,
    pictures: 0,
    newPictures: 0,
    bytes: 0,
    cutByReddit: summary.cutByReddit ?? false,
    ...(message !== undefined && { message }),
    ...(!over && summary.waiting && { waiting: summary.waiting }),
  };
  for (const { links, decidedAt } of records) {
    if (decidedAt > crawl.updatedAt) crawl.updatedAt = decidedAt;
    for (const { key, outcome, duplicateOf, bytes = 0 } of links) {
      if (key === undefined) continue;
      crawl.pictures += 1;
      crawl.bytes += bytes;
      if (outcome === "stored" && duplicateOf === undefined) crawl.newPictures += 1;
    }
  }
  return crawl;
}

/** How a crawl ended that an earlier run left in the folder: one that is not over was stopped. */
export function pastState(summary: CrawlSummary, decided: number): CrawlOver {
  const { queued, withoutPictures } = summary.counts;
  const state = crawlState(summary.state, decided >= queued + withoutPictures);
  return { state: isOver(state) ? state : "stopped" };
}
