import {
  PermanentError,
  RetryableError,
  ThrottledError,
  errorMessage,
} from "@reddit-crawler/function-runtime/errors";

import { mayRepeat, type Crawl } from "../crawl/crawl.ts";
import { noteLacks, noteOnce } from "../crawl/notes.ts";
import { endRefusal, keepRefusal, knownRefusal, wasRefused } from "../gate/door-refusal.ts";
import { readFrom, readPostsFrom } from "../gate/read-page.ts";
import type { ListingPage, PageRequest } from "../reddit/listing-page.ts";
import type { ListingSource } from "../reddit/listing-source.ts";
import { postNotFound } from "../reddit/single-post.ts";
import type { RedditPost } from "../reddit/reddit-post.ts";
import type { LoaderWorld } from "../world.ts";
import { isRefusal, patiently, type Refusal } from "./patience.ts";

/** The two ways in that need no key. */
interface KeylessDoors {
  feed: ListingSource;
  archive: ListingSource;
}

/**
 * Reads a page: ids and order from the feed, whole posts from the archive. Where the feed refuses, the archive lists what
 * it can from there on, and where the archive is away the feed's posts have to do; the crawl's note says so. A feed that
 * has refused another crawl some minutes ago is asked only where the archive cannot list.
 * @throws {RetryableError} when both refuse; its message has both reasons. @throws {PermanentError} for access errors.
 */
export async function readKeylessPage(
  page: PageRequest,
  { feed, archive }: KeylessDoors,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<ListingPage> {
  const { postId } = page;
  if (postId !== undefined)
    return readKeylessPost({ ...page, postId }, { feed, archive }, world, crawl);
  // Only the archive has cursors: an earlier page came from it.
  if (page.after !== undefined && !page.after.startsWith("t3_"))
    return readFrom(archive, page, world, crawl);
  const known = await knownRefusal(feed.door, world);
  const first = known && (await readInstead(known, page, archive, world, crawl));
  if (first?.kind === "page") return first.page;
  let listed;
  try {
    listed = await patiently((hurried) => readFrom(feed, page, world, hurried), world, crawl);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { code } = error;
    crawl.log.warn("feed-refused", { error });
    await keepRefusal(error, feed.door, world);
    const found = first ?? (await readInstead({ code }, page, archive, world, crawl));
    if (found.kind === "page") return found.page;
    throw bothRefused(error, found.error, crawl);
  }
  if (known) await endRefusal(feed.door, world);
  return { ...listed, posts: await wholePosts(listed.posts, { feed, archive }, world, crawl) };
}

/** One post needs no order: the archive's whole one, else what the feed tells of it. */
async function readKeylessPost(
  page: PageRequest & { postId: string },
  { feed, archive }: KeylessDoors,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<ListingPage> {
  try {
    return await patiently((hurried) => readFrom(archive, page, world, hurried), world, crawl);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // As below. What the archive does not have it did not have before.
    if (mayRepeat(crawl) && error.code !== "post-not-found") throw error;
    crawl.log.warn("archive-refused", { posts: 1, error });
    try {
      const found = await readFrom(feed, page, world, crawl);
      noteFeedAlone(error, feed, crawl);
      return found;
    } catch (refusal) {
      if (!isRefusal(refusal)) throw refusal;
      const isNowhere = [error, refusal].every(({ code }) => code === "post-not-found");
      throw isNowhere
        ? postNotFound(page.postId, "Neither Reddit's feed nor the archive has")
        : bothRefused(refusal, error, crawl);
    }
  }
}

/** Notes why whole posts are missing, and what their filter cannot know. */
function noteFeedAlone(refusal: Refusal | undefined, feed: ListingSource, crawl: Crawl): void {
  const isMissing = refusal === undefined || refusal.code === "post-not-found";
  const why = isMissing
    ? "The archive does not have some of the posts, or not yet"
    : `The archive was away (${refusal.code})`;
  noteOnce(
    `${why}: of some posts only what the feed tells, without gallery pictures, scores and NSFW marks. The next crawl asks again.`,
    crawl,
  );
  noteLacks(feed.lacks, crawl);
}

/**
 * The feed's error, with the words of both ways. A wait that the archive asks for is waited for, one that the feed names
 * once only: it may ask so for days.
 */
function bothRefused(feed: Refusal, archive: unknown, crawl: Crawl): Refusal {
  const both = `Neither way without keys works now. The feed: ${feed.message} The archive: ${errorMessage(archive)}`;
  if (archive instanceof ThrottledError)
    return new ThrottledError(archive.code, both, archive.retryAfterSeconds);
  const named = feed instanceof ThrottledError ? feed.retryAfterSeconds : undefined;
  if (named !== undefined && !wasRefused(crawl)) return new ThrottledError(feed.code, both, named);
  return feed instanceof PermanentError
    ? new PermanentError(feed.code, both)
    : new RetryableError(feed.code, both);
}

const nothingOlder =
  "It ranks posts older than 36 h only, and has none of that time. Ask for new, or for top of a longer time.";

/** What the archive lists from the beginning in place of a feed that refused, now or at `atMs`; or why it does not. */
async function readInstead(
  { code, atMs }: { code: string; atMs?: number },
  page: PageRequest,
  archive: ListingSource,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<{ kind: "page"; page: ListingPage } | { kind: "refused"; error: Refusal }> {
  const order =
    page.sortMethod === "top"
      ? "ranked by the archive's scores, posts older than 36 h only"
      : "listed by the archive, which has a post some minutes later";
  const ago =
    atMs === undefined ? "" : ` ${Math.ceil((world.clock.now() - atMs) / 60_000)} min ago`;
  try {
    const found = await readFrom(archive, { ...page, after: undefined }, world, crawl);
    const isNothing = found.posts.length === 0 && found.after === undefined;
    // Of an older time than the crawl is of: nothing there does not say that there is nothing.
    if (isNothing && page.sortMethod === "top" && page.until === undefined)
      return { kind: "refused", error: new PermanentError("source-cannot-list", nothingOlder) };
    noteOnce(`The feed refused (${code})${ago}: ${order}.`, crawl);
    return { kind: "page", page: found };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { kind: "refused", error };
  }
}

/** The feed's posts as the archive has them; those that it does not have, or not yet, as the feed tells of them. */
async function wholePosts(
  posts: readonly RedditPost[],
  { feed, archive }: KeylessDoors,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<RedditPost[]> {
  const ids = posts.flatMap(({ id }) => id ?? []);
  if (ids.length === 0) return [...posts];
  let archived;
  try {
    archived = await patiently(
      (hurried) => readPostsFrom(archive, ids, world, hurried),
      world,
      crawl,
    );
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // An earlier attempt may have sent these posts whole: what the feed tells of them must not be recorded beside that.
    if (mayRepeat(crawl)) throw error;
    crawl.log.warn("archive-refused", { posts: ids.length, error });
    noteFeedAlone(error, feed, crawl);
    return [...posts];
  }
  const byId = new Map(archived.map((post) => [post.id, post]));
  crawl.log.info("posts-from-archive", { posts: ids.length, archived: byId.size });
  if (ids.some((id) => !byId.has(id))) noteFeedAlone(undefined, feed, crawl);
  return posts.map((post) => byId.get(post.id) ?? post);
}
