import type { CrawlSummary } from "@reddit-crawler/message-schema";

/**
 * Whether a crawl's listing is over: listed to its end, or failed for good. No later try changes it, and `listedPerShard`
 * says which posts are to be waited for.
 */
export function isListingOver(
  summary: CrawlSummary | undefined,
): summary is CrawlSummary & { listedPerShard: number[] } {
  return (
    (summary?.state === "listed" || summary?.state === "failed") &&
    summary.listedPerShard !== undefined
  );
}
