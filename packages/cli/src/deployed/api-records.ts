import {
  crawlSummarySchema,
  postRecordSchema,
  type CrawlSummary,
  type CrawlTargetFields,
  type PostRecord,
} from "@reddit-crawler/message-schema";
import { readListingAddress } from "@reddit-crawler/message-schema/http-api/listing-address";
import * as z from "zod/mini";

import type { RemotePost, RemoteStatus } from "./crawl-client.ts";

/** A post of the API's answer as its record. */
export function postRecordOf(crawlId: string, post: RemotePost): PostRecord {
  const { post_id: id, created_at: createdAt, over_18: over18, decided_at: decidedAt } = post;
  const { outcome, reason, links } = post;
  return z.parse(postRecordSchema, {
    schemaVersion: 1,
    crawlId,
    // Unknown keys are stripped, so that the API's own spellings do no harm.
    post: { ...post, id, createdAt, over18 },
    outcome,
    reason,
    links: links.map(({ found_in: foundIn, content_type: contentType, ...link }) => ({
      ...link,
      foundIn,
      contentType,
    })),
    decidedAt,
  });
}

/** The summary of a crawl that is over, as far as the API's answer has it. */
export function summaryOf(status: RemoteStatus): CrawlSummary {
  const { user, postId, sharePath } = targetOf(status);
  return z.parse(crawlSummarySchema, {
    schemaVersion: 1,
    crawlId: status.crawl_id,
    subreddit: status.subreddit,
    user,
    postId,
    sharePath,
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
      adverts: status.posts.adverts,
      unknownToSource: status.posts.unknown_to_source,
    },
    cutByReddit: status.cut_by_reddit,
    failure: status.failure,
  });
}

/** What the crawl's address says; nothing where a stack of before has none. */
function targetOf({ address }: RemoteStatus): Partial<CrawlTargetFields> {
  const target = address === undefined ? undefined : readListingAddress(address);
  return target?.kind === "listing" ? target : {};
}
