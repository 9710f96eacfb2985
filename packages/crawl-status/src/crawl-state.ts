import type { CrawlSummary } from "@reddit-crawler/message-schema";
import type {
  CrawlStatus,
  ListedCrawl,
} from "@reddit-crawler/message-schema/http-api/answer-schemas";

/**
 * Where a crawl is, for the HTTP API, the command line and the gallery. `listing` is the `state` of its summary; a crawl
 * without one is `queued`, too. `isDecided`: every post that it listed is decided or given up.
 */
export function crawlState(listing: string, isDecided: boolean): ListedCrawl["state"] {
  if (listing === "failed" || listing === "queued") return listing;
  // A state that a later version adds comes before the end of the listing.
  if (listing !== "listed") return "listing";
  return isDecided ? "finished" : "downloading";
}

/** Whether a crawl in `state` has come to its end. A failed one may still have open posts. */
export function isOver(state: CrawlStatus["state"]): state is "finished" | "failed" {
  return state === "finished" || state === "failed";
}

/**
 * Whether a crawl's listing is over: listed to its end, or failed for good. No later attempt changes it, and
 * `listedPerShard` says how many posts each part of the tally will have.
 */
export function isListingOver(
  summary: CrawlSummary | undefined,
): summary is CrawlSummary & { listedPerShard: number[] } {
  return (
    (summary?.state === "listed" || summary?.state === "failed") &&
    summary.listedPerShard !== undefined
  );
}
