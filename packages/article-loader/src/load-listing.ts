import { isListingOver } from "@reddit-crawler/crawl-status/crawl-state";
import { PermanentError } from "@reddit-crawler/function-runtime/errors";
import { crawlIndexKey } from "@reddit-crawler/message-schema";

import { isCountDue } from "./crawl/count-due.ts";
import { mayRepeat, postsWanted, type Crawl } from "./crawl/crawl.ts";
import { handOver, isPutOff, passTurn } from "./crawl/hand-over.ts";
import { goOn, keepPlace } from "./crawl/kept-place.ts";
import { noteLacks } from "./crawl/notes.ts";
import { noteRecordedBefore } from "./crawl/recorded-before.ts";
import { ListingOverError, mostAttempts, saveProgress, saveSummary } from "./crawl/summary.ts";
import { consequenceOf, failedState } from "./failures.ts";
import type { ListingPage } from "./reddit/listing-page.ts";
import { settlePage } from "./posts/settle-page.ts";
import { readPage } from "./sources/read-listing.ts";
import { readSharedPost } from "./sources/read-shared-post.ts";
import type { LoaderWorld } from "./world.ts";

/** Reddit's quota (https://www.reddit.com/dev/api/#listings). */
const maxPostsPerPage = 100;

/**
 * Lists the first `request.limit` different posts of a subreddit, sticky ones included: each is sent to be downloaded or
 * recorded before the next page is read. Where other crawls wait behind a page, or Reddit has to be waited for, since it
 * asks to or fails, the rest goes to the queue's end, last of all. An access error of the subreddit, and any error in the
 * last attempt, ends the crawl as failed and is no error of this function once that is announced. Of a crawl whose listing
 * is over only the end is announced. A later attempt goes on behind the last page whose posts are safe.
 * @throws {PermanentError} what an operator has to mend. @throws {RetryableError} what may pass: running the same
 * request again is always right.
 */
export async function loadListing(world: LoaderWorld, begun: Crawl): Promise<void> {
  const { log, request } = begun;
  let crawl = begun;
  try {
    crawl = await goOn(world, begun);
    const { progress } = crawl;
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
    await world.ends.check(request.crawlId);
  } catch (error) {
    log.error("end-not-told", { error });
    log.metrics({ ListingFailures: [1, "Count"] });
    throw error;
  }
}

/** Saves why an attempt failed. Returns when that ends the request. @throws `error` when it has to be run again. */
async function endInFailure(error: unknown, world: LoaderWorld, crawl: Crawl): Promise<void> {
  const { log } = crawl;
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
  // Its end is announced next. What is not saved the next run finds out.
  if (isSettled || isListingOver(saved)) return;
  throw error;
}

/**
 * Lists page after page. @throws {ListingOverError} when another run has ended the listing.
 * @throws {PermanentError} `attempts-used-up` behind the last attempt, which ended without a word.
 */
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
  if (crawl.attempt > mostAttempts)
    throw new PermanentError(
      "attempts-used-up",
      `The article-loader died or ran out of time in ${mostAttempts} attempts to list the crawl: see its log. Start the crawl again once that is mended.`,
    );
  if (mayRepeat(crawl)) await noteRecordedBefore(world, crawl);
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
          : after !== first && savePlace(after, world, crawl),
      );
    } catch (error) {
      // The pages so far are safe.
      if (!isPutOff(error, crawl)) throw error;
      await handOver(error, after, after !== first, world, crawl);
      return "handed over";
    }
    const before = counts.listed;
    await settlePage(page, world, crawl);
    if (isCountDue(before, counts.listed)) await countPosts(world, crawl);
    if (after) asked.add(after);
    // An `after` that was asked for already would list the same pages for ever.
    if (!page.after || asked.has(page.after) || postsWanted(crawl) <= 0) return "listed";
    // A listing in circles, which has no post that is new, shall not go round through the queue.
    if ((counts.listed > before || page.isOnward === true) && (await world.crawls.othersWait())) {
      await passTurn(page.after, world, crawl);
      return "handed over";
    }
    ({ after } = page);
  }
}

/** Has the crawl's totals kept for its status, which can do without. */
async function countPosts(world: LoaderWorld, { log, request }: Crawl): Promise<void> {
  try {
    await world.ends.check(request.crawlId);
  } catch (error) {
    // The next count, a worker's or the listing's end makes up for it.
    log.warn("posts-not-counted", { error });
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

/**
 * Saves how far the crawl has come, then where it goes on: an attempt that goes on there finds the notes of the pages
 * before in the summary. Throws as the two do.
 */
async function savePlace(after: string, world: LoaderWorld, crawl: Crawl): Promise<void> {
  await saveProgress(world, crawl);
  await keepPlace(after, world, crawl);
}

/** What `work` gives, once `other` is over, too: nothing is under way any more when one of them has failed. */
async function withBoth<Result>(work: Promise<Result>, other: unknown): Promise<Result> {
  await Promise.allSettled([work, other]);
  await other;
  return work;
}
