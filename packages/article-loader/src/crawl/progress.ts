import {
  crawlSummarySchema,
  type CrawlRequest,
  type CrawlSummary,
  type ListingCounts,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { FirstLinks } from "./first-links.ts";
import type { ListingSource } from "../gate/listing-source.ts";

/** How far a crawl has come, continuations included. */
export interface CrawlProgress {
  readonly listedPostIds: Set<string>;
  readonly counts: ListingCounts;
  /** Of the posts that this invocation has listed. */
  readonly firstLinks: FirstLinks;
}

/**
 * Where `request` begins: at nothing, or where the invocation before it ended. The counts travel in the request and are
 * not read back from the summary, which a failed try of the same request may have moved on already.
 */
export function startProgress({ continuation }: CrawlRequest): CrawlProgress {
  const listedPostIds = new Set(continuation?.listedPostIds);
  const none = { pages: 0, listed: 0, queued: 0, withoutPictures: 0, picturesLinked: 0 };
  return {
    listedPostIds,
    counts: { ...none, ...continuation?.counts, listed: listedPostIds.size },
    firstLinks: new FirstLinks(),
  };
}

/** The summary of a crawl as it stands. */
export function summarizeCrawl(
  request: CrawlRequest,
  source: Pick<ListingSource, "name" | "note">,
  counts: ListingCounts,
  end: Pick<CrawlSummary, "state" | "updatedAt"> & Partial<CrawlSummary>,
): CrawlSummary {
  return z.parse(crawlSummarySchema, {
    ...request,
    source: source.name,
    ...(source.note && { note: source.note }),
    counts,
    ...end,
  });
}
