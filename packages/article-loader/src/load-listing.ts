import { isListingOver } from "@reddit-crawler/crawl-status/crawl-state";
import { ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { crawlIndexKey } from "@reddit-crawler/message-schema";

import { continueCrawl } from "./crawl/continuation.ts";
import { postsWanted, type Crawl } from "./crawl/crawl.ts";
import { noteLacks } from "./crawl/notes.ts";
import { ListingOverError, saveProgress, saveSummary } from "./crawl/summary.ts";
import { consequenceOf, failedState } from "./failures.ts";
import { readSharedPost } from "./gate/read-page.ts";
import type { ListingPage } from "./reddit/listing-page.ts";
import { settlePage } from "./posts/settle-page.ts";
import { readPage } from "./sources/read-listing.ts";
import type { LoaderWorld } from "./world.ts";

/** Reddit's quota (https://www.reddit.com/dev/api/#listings). */
const maxPostsPerPage = 100;

/**
 * Lists the first `request.limit` different posts of a subreddit, sticky ones included: each is sent to be downloaded or
 * recorded before the next page is read. When the time runs short, a continuation is published last of all. An access
 * error of the subreddit ends the crawl as failed and is no error of this function. Of a crawl whose listing is over only
 * the end is announced.
 * @throws {PermanentError} what an operator has to mend. @throws {RetryableError} what may pass: running the same
 * request again is always right.
 */
export async function loadListing(world: LoaderWorld, crawl: Crawl): Promise<void> {
  const { log, progress, request } = crawl;
  try {
    if ((await listPages(world, crawl)) === "handed over") return;
    const { listedPerShard } = progress;
    const saved = await saveSummary(world, crawl, () => ({
      state: "listed",
      cutByReddit: postsWanted(crawl) > 0,
      listedPerShard,
    }));
    if (saved.state !== "listed") throw new ListingOverError();
    log.info("listed", { ...progress.counts });
    if (progress.counts.listed === 0) log.metrics({ EmptyListings: [1, "Count"] });
  } catch (error) {
    if (error instanceof ListingOverError) log.info("listing-over");
    else await endInFailure(error, world, crawl);
  }
  // Every post may have been decided by now, by workers that could not know that it was the last one.
  try {
    await world.tallies.announceFinish(request.crawlId);
  } catch (error) {
    log.error("end-not-told", { error });
    log.metrics({ ListingFailures: [1, "Count"] });
    throw error;
  }
}

/** Saves why an attempt failed. Returns when that ends the request. @throws `error` when Lambda has to run it again or give up. */
async function endInFailure(error: unknown, world: LoaderWorld, crawl: Crawl): Promise<void> {
  const { log, request } = crawl;
  const { metric, isSettled } = consequenceOf(error);
  log.error("listing-failed", { error });
  log.metrics({ [metric]: [1, "Count"] });
  let saved;
  try {
    saved = await saveSummary(world, crawl, ({ isLast, listedPerShard }) =>
      failedState(error, isSettled || isLast ? listedPerShard : undefined),
    );
  } catch (unsaved) {
    log.error("summary-not-saved", { error: unsaved });
    if (isSettled) throw unsaved;
  }
  if (isSettled) return;
  // After the last attempt nobody else comes to announce it.
  try {
    if (isListingOver(saved)) await world.tallies.announceFinish(request.crawlId);
  } catch (unannounced) {
    log.error("end-not-told", { error: unannounced });
  }
  throw error;
}

/** Lists page after page. @throws {ListingOverError} when another run has ended the listing. */
async function listPages(world: LoaderWorld, crawl: Crawl): Promise<"handed over" | "listed"> {
  const { log, request } = crawl;
  const { counts } = crawl.progress;
  const { name, note, lacks } = crawl.way;
  const first = request.continuation?.cursor ?? request.continuation?.after;
  const asked = new Set<string>();

  log.info("listing", { ...request, continuation: request.continuation?.hop, source: name });
  if (note !== undefined) log.warn("source-knows-less", { source: name, note });
  noteLacks(lacks, crawl);

  // Before Reddit is asked: the listing may be over.
  await saveProgress(world, crawl);
  let after = first;
  for (;;) {
    const limit = Math.min(maxPostsPerPage, postsWanted(crawl));
    let page;
    try {
      // Reddit's answer takes longer than this, which is written concurrently, and before any post of it is sent.
      page = await withBoth(
        readNext({ limit, after, count: counts.listed }, world, crawl),
        after === undefined
          ? world.objects.put(crawlIndexKey(request.crawlId), JSON.stringify(request))
          : after !== first && saveProgress(world, crawl),
      );
    } catch (error) {
      // The pages so far are safe. A first page cannot be handed over: that would be the same request once more.
      if (!(error instanceof ThrottledError) || after === undefined || after === first) throw error;
      const next = continueCrawl(crawl, after);
      log.info("handing-over", { hop: next.continuation?.hop, reason: error.message });
      await world.requests.publish(next);
      return "handed over";
    }
    await settlePage(page, world, crawl);
    if (after) asked.add(after);
    // An `after` that was asked for already would list the same pages for ever.
    if (!page.after || asked.has(page.after) || postsWanted(crawl) <= 0) return "listed";
    ({ after } = page);
  }
}

/** Reads the page behind `after` of what the request names. A share link is a single post, and has one page. */
async function readNext(
  place: { limit: number; after: string | undefined; count: number },
  world: LoaderWorld,
  crawl: Crawl,
): Promise<ListingPage> {
  const { request } = crawl;
  const { sharePath, limit: most } = request;
  const postId =
    sharePath === undefined ? request.postId : await readSharedPost(sharePath, world, crawl);
  return readPage({ ...request, ...place, postId, most }, world, crawl);
}

/** What `work` gives, once `other` is over, too: nothing is under way any more when one of them has failed. */
async function withBoth<Result>(work: Promise<Result>, other: unknown): Promise<Result> {
  await Promise.allSettled([work, other]);
  await other;
  return work;
}
