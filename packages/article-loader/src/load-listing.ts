import { isListingOver } from "@reddit-crawler/crawl-status/crawl-state";
import { ThrottledError } from "@reddit-crawler/function-runtime/errors";
import type { Log } from "@reddit-crawler/function-runtime/log";
import type { CrawlRequest } from "@reddit-crawler/message-schema";

import { continueCrawl } from "./crawl/continuation.ts";
import { countPerShard } from "./crawl/count-per-shard.ts";
import {
  createCrawlJournal,
  type CrawlStanding,
  type CrawlSummaries,
  type KeepStanding,
} from "./crawl/summary.ts";
import { startProgress, type CrawlProgress } from "./crawl/progress.ts";
import { consequences } from "./failures/failure-consequences.ts";
import { verdictOf } from "./failures/failure-policy.ts";
import { listingFailure } from "./crawl/listing-failure.ts";
import { ListingOverError } from "./crawl/listing-over-error.ts";
import { createPageReader, type ReadPagePorts } from "./gate/read-page.ts";
import { createReadingNews } from "./crawl/reading-news.ts";
import { settlePage } from "./posts/settle-page.ts";
import type { PostRecords, SettlePostsPorts } from "./posts/settle-posts.ts";

/** Where a crawl's summary and the outcomes known from its listing are kept. */
export interface CrawlRecords extends PostRecords, CrawlSummaries {
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

/** The invocation that a crawl request came with. */
interface Invocation {
  /** SNS's id of the message that holds the request. */
  messageId: string;
  timeLeftMs: () => number;
}

/** Reddit's quota (https://www.reddit.com/dev/api/#listings). */
const maxPostsPerPage = 100;

/**
 * Lists the first `request.limit` different posts of a subreddit, sticky ones included: each is sent to be downloaded or
 * recorded before the next page is read. When the time runs short, a continuation is published last of all. Walls of
 * the subreddit end the crawl as failed and are no error of this function. A crawl whose listing is over is only told.
 * @throws {PermanentError} what an operator has to mend. @throws {RetryableError} what may pass: running the same
 * request again is always right.
 */
export async function loadListing(
  request: CrawlRequest,
  allPorts: LoadListingPorts,
  { messageId, timeLeftMs }: Invocation,
): Promise<void> {
  const ports = { ...allPorts, log: allPorts.log.with({ crawlId: request.crawlId }) };
  const { log } = ports;
  const progress = startProgress(request);
  const keep = createCrawlJournal(request, messageId, progress, ports);
  const saveProgress = async () => {
    const kept = await keep(() => ({ state: "listing", ...news.known() }));
    if (isListingOver(kept)) throw new ListingOverError();
  };
  const news = createReadingNews(saveProgress, ports);
  const announceFinish = () => ports.tallies.announceFinish(request.crawlId);
  try {
    const pagePorts = { ...ports, listener: news, saveProgress };
    const end = await listPages(request, progress, pagePorts, timeLeftMs);
    if (end === "handed over") return;
    const kept = await keep(() => end);
    if (kept.state !== "listed") throw new ListingOverError();
    log.info("listed", { ...progress.counts });
    if (progress.counts.listed === 0) log.metrics({ EmptyListings: [1, "Count"] });
  } catch (error) {
    if (error instanceof ListingOverError) log.info("listing-over");
    else await endInFailure(error, { keep, announceFinish, log });
  }
  // Every post may have been decided by now, by workers that could not know that it was the last one.
  try {
    await announceFinish();
  } catch (error) {
    log.error("end-not-told", { error });
    log.metrics({ ListingFailures: [1, "Count"] });
    throw error;
  }
}

/** Keeps why a try failed. Returns when that ends the request. @throws `error` when Lambda has to try again or give up. */
async function endInFailure(
  error: unknown,
  {
    keep,
    announceFinish,
    log,
  }: { keep: KeepStanding; announceFinish: () => Promise<void>; log: Log },
): Promise<void> {
  const { metric = "ListingFailures", isSettled = false } = consequences[verdictOf(error)];
  log.error("listing-failed", { error });
  log.metrics({ [metric]: [1, "Count"] });
  let kept;
  try {
    kept = await keep(({ isLast, listedPerShard }) =>
      listingFailure(error, isSettled || isLast ? listedPerShard : undefined),
    );
  } catch (unsaved) {
    log.error("summary-not-saved", { error: unsaved });
    if (isSettled) throw unsaved;
  }
  if (isSettled) return;
  // After the last try nobody else comes to tell it.
  try {
    if (isListingOver(kept)) await announceFinish();
  } catch (untold) {
    log.error("end-not-told", { error: untold });
  }
  throw error;
}

/** Resolves to how the crawl stands at the end of its listing. */
async function listPages(
  request: CrawlRequest,
  progress: CrawlProgress,
  ports: LoadListingPorts & { saveProgress: () => Promise<void> },
  timeLeftMs: () => number,
): Promise<CrawlStanding | "handed over"> {
  const { log, source, saveProgress } = ports;
  const { limit } = request;
  const { listedPostIds } = progress;
  const { readPage, readPosts } = createPageReader(ports, timeLeftMs);
  const first = request.continuation?.after;
  const asked = new Set<string>();

  log.info("listing", { ...request, continuation: request.continuation?.hop, source: source.name });
  if (source.note) log.warn("source-knows-less", { source: source.name, note: source.note });

  // Before Reddit is asked: the listing may be over.
  await saveProgress();
  let after = first;
  for (;;) {
    let page;
    try {
      // Reddit's answer takes longer than this: it is written beside it, and before any post of it is sent.
      page = await besides(
        readPage({
          ...request,
          limit: Math.min(maxPostsPerPage, limit - listedPostIds.size),
          after,
          count: listedPostIds.size,
        }),
        after === undefined ? ports.records.indexCrawl(request) : after !== first && saveProgress(),
      );
    } catch (error) {
      // The pages so far are safe. A first page cannot be handed over: that would be the same request once more.
      if (!(error instanceof ThrottledError) || after === undefined || after === first) throw error;
      const next = continueCrawl(request, after, progress);
      log.info("handing-over", { hop: next.continuation?.hop, reason: error.message });
      await ports.requests.publish(next);
      return "handed over";
    }
    await settlePage(page, request, progress, { ...ports, readPosts });
    if (after) asked.add(after);
    // An `after` that was asked for already would list the same pages for ever.
    if (!page.after || asked.has(page.after) || listedPostIds.size >= limit) break;
    ({ after } = page);
  }

  return {
    state: "listed",
    cutByReddit: listedPostIds.size < limit,
    listedPerShard: countPerShard(listedPostIds),
  };
}

/** What `work` gives, once `other` is over, too: nothing is under way any more when one of them has failed. */
async function besides<Result>(work: Promise<Result>, other: unknown): Promise<Result> {
  await Promise.allSettled([work, other]);
  await other;
  return work;
}
