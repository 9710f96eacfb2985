import { PermanentError, RetryableError } from "@reddit-crawler/function-runtime/errors";

import type { Crawl } from "../crawl/crawl.ts";
import { saveProgress } from "../crawl/summary.ts";
import { postsById, unknownLinkedPosts, type LinkedPosts } from "../links/linked-posts.ts";
import type { ListingPage } from "../reddit/listing-page.ts";
import { knowsPosts, readPosts } from "../sources/read-listing.ts";
import type { LoaderWorld } from "../world.ts";
import { freshPosts, type ListedPost } from "./listed-posts.ts";
import { settlePosts } from "./settle-posts.ts";

/**
 * Settles each post of a page that the crawl has not listed yet, up to its limit. Those that link posts which Reddit has
 * yet to be asked for come last: no other waits for that answer.
 * @throws {RetryableError} when some could be neither sent nor recorded.
 */
export async function settlePage(
  page: ListingPage,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<void> {
  const { log, progress } = crawl;
  const { counts } = progress;
  const before = { ...counts };
  const { fresh, unreadable } = freshPosts(page.posts, crawl);
  const onPage = postsById(page.posts);
  const unknown = knowsPosts(crawl) ? unknownLinkedPosts(fresh, onPage) : new Set<string>();
  const isLater = ({ linkedPostId }: ListedPost) => unknown.has(linkedPostId ?? "");

  counts.pages += 1;
  if (unreadable + page.unreadable > 0)
    counts.unreadable = (counts.unreadable ?? 0) + unreadable + page.unreadable;
  const now = fresh.filter((post) => !isLater(post));
  await settlePosts(now, onPage, world, crawl);
  if (unknown.size > 0) {
    await saveProgress(world, crawl);
    const linked = await readLinkedPosts(unknown, world, crawl);
    const later = fresh.filter(isLater);
    await settlePosts(later, new Map([...onPage, ...linked]), world, crawl);
  }

  progress.dataAsOfMs = Math.max(progress.dataAsOfMs, page.asOfMs ?? world.clock.now());
  progress.coveredShare = Math.max(
    progress.coveredShare,
    page.coveredShare ?? 0,
    Math.min(1, counts.listed / crawl.request.limit),
  );
  const settled = {
    listed: counts.listed - before.listed,
    queued: counts.queued - before.queued,
    withoutPictures: counts.withoutPictures - before.withoutPictures,
    pictures: counts.picturesLinked - before.picturesLinked,
    unreadable: unreadable + page.unreadable,
  };
  log.info("page-settled", {
    onPage: page.posts.length,
    ...settled,
    redditBudget: page.budget?.remaining,
    after: page.after,
  });
  log.metrics({
    PostsListed: [settled.listed, "Count"],
    PostsQueued: [settled.queued, "Count"],
    PostsWithoutPictures: [settled.withoutPictures, "Count"],
    PostsUnreadable: [settled.unreadable, "Count"],
    PicturesLinked: [settled.pictures, "Count"],
    ...(page.budget && { RedditBudget: [page.budget.remaining, "Count"] as const }),
  });
}

/**
 * The posts with these ids, by one request to Reddit; those that it does not give are not there. One level only: what a
 * linked post links in turn is not asked for. Never throws what may be expected of Reddit, since the crawl is whole
 * without: a link that stays unknown is recorded as such.
 */
async function readLinkedPosts(
  ids: ReadonlySet<string>,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<LinkedPosts> {
  try {
    return postsById(await readPosts([...ids], world, crawl));
  } catch (error) {
    if (!(error instanceof RetryableError || error instanceof PermanentError)) throw error;
    crawl.log.warn("linked-posts-not-read", { posts: ids.size, error });
    return new Map();
  }
}
