import { recordKeyOf } from "@reddit-crawler/crawl-status/post-tally";
import type { PostRecord } from "@reddit-crawler/message-schema";

import { countListed, type Crawl } from "../crawl/crawl.ts";
import type { LinkedPosts } from "../links/linked-posts.ts";
import type { LoaderWorld } from "../world.ts";
import { decidePost, promoted } from "./decide-post.ts";
import { unknownToSource } from "./post-filter.ts";
import type { ListedPost } from "./listed-posts.ts";
import { sendPosts } from "./send-posts.ts";
import { unstoredPosts } from "./unstored-posts.ts";

/** Ten small puts at a time write the records of a page within a second. */
const recordsAtOnce = 10;

/**
 * Sends or records each post, and then counts it as listed: progress speaks only of posts that are safe.
 * @throws {RetryableError} when some could be neither sent nor recorded.
 */
export async function settlePosts(
  posts: readonly ListedPost[],
  linked: LinkedPosts,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<void> {
  const { counts } = crawl.progress;
  const nowMs = world.clock.now();
  const unstored = await unstoredPosts(posts, world, crawl);
  const decisions = posts.map((post) => decidePost(post, { linked, unstored, nowMs }, crawl));
  const toSend = decisions.filter((decision) => decision.kind === "send");
  const toRecord = decisions.filter((decision) => decision.kind === "record");
  const recorded = decisions.filter((decision) => decision.kind === "recorded");

  // Posts that repeat others' pictures last: these are then most likely stored, and need no second download.
  await sendPosts(
    toSend.toSorted((a, b) => Number(a.repeats) - Number(b.repeats)),
    world,
    crawl,
  );
  const count = (settled: readonly { postId: string }[]) =>
    countListed(
      settled.map(({ postId }) => postId),
      crawl.progress,
    );
  // At once: should recording fail for good, the crawl's end waits for these.
  count(toSend);
  counts.queued += toSend.length;
  counts.picturesLinked += toSend.reduce((sum, { pictures }) => sum + pictures, 0);

  for (let from = 0; from < toRecord.length; from += recordsAtOnce)
    await Promise.all(
      toRecord.slice(from, from + recordsAtOnce).map(({ record }) => keepRecord(record, world)),
    );
  count([...toRecord, ...recorded]);
  counts.withoutPictures += toRecord.length + recorded.length;
  for (const { record } of toRecord) {
    if (record.reason === promoted) counts.adverts = (counts.adverts ?? 0) + 1;
    if (record.reason === unknownToSource)
      counts.unknownToSource = (counts.unknownToSource ?? 0) + 1;
  }
}

/** Keeps the record beside any other that the post has in this crawl: a worker's counts in its place. */
async function keepRecord(record: PostRecord, { objects }: LoaderWorld): Promise<void> {
  await objects.put(recordKeyOf(record), JSON.stringify(record));
}
