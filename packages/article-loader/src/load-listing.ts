import { ThrottledError } from "@reddit-crawler/function-runtime/errors";
import {
  tallyShardOf,
  tallyShards,
  type CrawlRequest,
  type CrawlSummary,
} from "@reddit-crawler/message-schema";

import { continueCrawl } from "./continue-crawl.ts";
import { startProgress, summarizeCrawl, type CrawlProgress } from "./crawl-progress.ts";
import { consequences } from "./failure-consequences.ts";
import { verdictOf } from "./failure-policy.ts";
import { listingFailure } from "./listing-failure.ts";
import { createPageReader, type ReadPagePorts } from "./read-page.ts";
import { createReadingNews } from "./reading-news.ts";
import { settlePage } from "./settle-page.ts";
import type { PostRecords, SettlePostsPorts } from "./settle-posts.ts";

/** Where a crawl's summary and the outcomes known from its listing are kept. */
export interface CrawlRecords extends PostRecords {
  saveSummary(summary: CrawlSummary): Promise<void>;
  /** Puts the crawl where crawls are found newest first. */
  indexCrawl(request: CrawlRequest): Promise<void>;
}

/** Where crawl requests go. */
export interface CrawlRequests {
  publish(request: CrawlRequest): Promise<void>;
}

/** What loading a listing needs. */
export interface LoadListingPorts extends ReadPagePorts, SettlePostsPorts {
  records: CrawlRecords;
  requests: CrawlRequests;
}

/** Reddit's quota (https://www.reddit.com/dev/api/#listings). */
const maxPostsPerPage = 100;

/**
 * Lists the first `request.limit` different posts of a subreddit, sticky ones included: each is sent to be downloaded or
 * recorded before the next page is read. When `timeLeftMs` runs short, a continuation is published last of all. Walls of
 * the subreddit end the crawl as failed and are no error of this function.
 * @throws {PermanentError} what an operator has to mend. @throws {RetryableError} what may pass: running the same
 * request again is always right.
 */
export async function loadListing(
  request: CrawlRequest,
  allPorts: LoadListingPorts,
  timeLeftMs: () => number,
): Promise<void> {
  const ports = { ...allPorts, log: allPorts.log.with({ crawlId: request.crawlId }) };
  const { log } = ports;
  const progress = startProgress(request);
  const news = createReadingNews(() => save({ state: "listing" }), ports);
  const save: SaveSummary = (end) =>
    ports.records.saveSummary(
      summarizeCrawl(request, ports.source, progress.counts, {
        updatedAt: new Date(ports.clock.now()).toISOString(),
        ...(end.state === "listing" && news.known()),
        ...end,
      }),
    );
  try {
    await listPages(request, progress, { ...ports, listener: news }, save, timeLeftMs);
  } catch (error) {
    const { metric = "ListingFailures", isSettled } = consequences[verdictOf(error)];
    log.error("listing-failed", { error });
    log.metrics({ [metric]: [1, "Count"] });
    try {
      await save(listingFailure(error));
    } catch (unsaved) {
      log.error("summary-not-saved", { error: unsaved });
      if (isSettled) throw unsaved;
    }
    if (!isSettled) throw error;
  }
}

type SaveSummary = (end: Pick<CrawlSummary, "state"> & Partial<CrawlSummary>) => Promise<void>;

async function listPages(
  request: CrawlRequest,
  progress: CrawlProgress,
  ports: LoadListingPorts,
  save: SaveSummary,
  timeLeftMs: () => number,
): Promise<void> {
  const { log, source } = ports;
  const { limit } = request;
  const { listedPostIds, counts } = progress;
  const { readPage, readPosts } = createPageReader(ports, timeLeftMs);
  const first = request.continuation?.after;
  const asked = new Set<string>();
  const saveProgress = () => save({ state: "listing" });

  log.info("listing", { ...request, continuation: request.continuation?.hop, source: source.name });
  if (source.note) log.warn("source-knows-less", { source: source.name, note: source.note });

  let after = first;
  for (;;) {
    const isBegin = after === undefined;
    let page;
    try {
      // Reddit's answer takes longer than these: they are written beside it, and before any post of it is sent.
      page = await besides(
        readPage({
          ...request,
          limit: Math.min(maxPostsPerPage, limit - listedPostIds.size),
          after,
          count: listedPostIds.size,
        }),
        [saveProgress(), ...(isBegin ? [ports.records.indexCrawl(request)] : [])],
      );
    } catch (error) {
      // The pages so far are safe. A first page cannot be handed over: that would be the same request once more.
      if (!(error instanceof ThrottledError) || after === undefined || after === first) throw error;
      const next = continueCrawl(request, after, progress);
      log.info("handing-over", { hop: next.continuation?.hop, reason: error.message });
      return ports.requests.publish(next);
    }
    await settlePage(page, request, progress, { ...ports, readPosts, saveProgress });
    if (after) asked.add(after);
    // An `after` that was asked for already would list the same pages for ever.
    if (!page.after || asked.has(page.after) || listedPostIds.size >= limit) break;
    ({ after } = page);
  }

  await save({
    state: "listed",
    cutByReddit: listedPostIds.size < limit,
    listedPerShard: countPerShard(listedPostIds),
  });
  // Every post may have been decided by now, by workers that could not know that it was the last one.
  await ports.tallies.announceFinish(request.crawlId);
  log.info("listed", { ...counts });
  if (counts.listed === 0) log.metrics({ EmptyListings: [1, "Count"] });
}

/** What `work` gives, once `others` are over, too: nothing is under way any more when one of them has failed. */
async function besides<Result>(
  work: Promise<Result>,
  others: readonly Promise<unknown>[],
): Promise<Result> {
  await Promise.allSettled([work, ...others]);
  await Promise.all(others);
  return work;
}

function countPerShard(postIds: Iterable<string>): number[] {
  const counts = Array.from({ length: tallyShards }, () => 0);
  for (const postId of postIds) {
    const shard = tallyShardOf(postId);
    counts[shard] = (counts[shard] ?? 0) + 1;
  }
  return counts;
}
