import { crawlSummarySchema, type CrawlSummary } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { RemoteStatus } from "./crawl-client.ts";

/** The summary of a crawl that is over, as far as the API told it. */
export function summaryOf(status: RemoteStatus): CrawlSummary {
  return z.parse(crawlSummarySchema, {
    schemaVersion: 1,
    crawlId: status.crawl_id,
    subreddit: status.subreddit,
    sortMethod: status.sort_method,
    timeFilter: status.time_filter,
    limit: status.limit,
    requestedAt: status.requested_at,
    state: status.state === "failed" ? "failed" : "listed",
    source: status.source,
    note: status.note,
    updatedAt: status.updated_at,
    counts: {
      pages: 0,
      listed: status.posts.listed,
      queued: status.posts.queued,
      withoutPictures: status.posts.without_pictures,
      picturesLinked: status.pictures.linked,
    },
    cutByReddit: status.cut_by_reddit,
    failure: status.failure,
  });
}
