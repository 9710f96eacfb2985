import type { Log } from "@reddit-crawler/function-runtime/log";
import type { CrawlRequest } from "@reddit-crawler/message-schema";

import type { CrawlProgress } from "../crawl/progress.ts";
import { postsById, readLinkedPosts, unknownLinkedPosts } from "../links/linked-posts.ts";
import { freshPosts, type ListedPost } from "./listed-posts.ts";
import type { ListingPage } from "../reddit/listing-page.ts";
import type { ReadPosts } from "../gate/read-page.ts";
import { settlePosts, type SettlePostsPorts } from "./settle-posts.ts";

/** What settling a page needs. */
export interface SettlePagePorts extends SettlePostsPorts {
  log: Log;
  /** Absent where the source cannot tell single posts: then nothing is known of posts that others link. */
  readPosts: ReadPosts | undefined;
  /** Keeps how far the crawl has come. */
  saveProgress: () => Promise<void>;
}

/**
 * Settles each post of a page that the crawl has not listed yet, up to its limit. Those that link posts which Reddit has
 * yet to be asked for come last: no other waits for that answer.
 * @throws {RetryableError} when some could be neither sent nor recorded.
 */
export async function settlePage(
  page: ListingPage,
  request: CrawlRequest,
  progress: CrawlProgress,
  ports: SettlePagePorts,
): Promise<void> {
  const { readPosts, hosts, log } = ports;
  const { listedPostIds: known, counts } = progress;
  const before = { ...counts };
  const most = request.limit - known.size;
  const { fresh, unreadable } = freshPosts(page.posts, { known, most, hosts });
  const onPage = postsById(page.posts);
  const unknown = readPosts ? unknownLinkedPosts(fresh, onPage) : new Set<string>();
  const isLater = ({ linkedPostId }: ListedPost) => unknown.has(linkedPostId ?? "");

  counts.pages += 1;
  const now = fresh.filter((post) => !isLater(post));
  await settlePosts(now, onPage, request, progress, ports);
  if (readPosts && unknown.size > 0) {
    await ports.saveProgress();
    const linked = await readLinkedPosts(unknown, { log, readPosts });
    const later = fresh.filter(isLater);
    await settlePosts(later, new Map([...onPage, ...linked]), request, progress, ports);
  }

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
