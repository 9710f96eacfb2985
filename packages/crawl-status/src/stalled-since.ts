import type { CrawlStatus } from "./crawl-status.ts";

/**
 * Chosen: longer than a crawl on its own is ever silent. Six tries of a post, each hidden for the longest wait that a
 * picture host may ask for, take an hour and a half; a listing waits 15 minutes at most.
 */
const longestSilenceMs = 2 * 3_600_000;

/**
 * Since when nothing has changed in a crawl that should go on by itself; undefined while it may still be on its way. Its
 * posts wait behind other crawls', or their worker died in their last try: then they are in the dead-letter queue.
 */
export function stalledSince(status: CrawlStatus, nowMs: number): string | undefined {
  const { state, updated_at: updatedAt } = status;
  if (updatedAt === undefined || (state !== "listing" && state !== "downloading")) return undefined;
  return nowMs - Date.parse(updatedAt) > longestSilenceMs ? updatedAt : undefined;
}
