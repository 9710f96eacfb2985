import type { CrawlTallies } from "@reddit-crawler/crawl-status/crawl-tally";
import { tallyOfRecord } from "@reddit-crawler/crawl-status/post-tally";
import type { MediaHosts } from "@reddit-crawler/media-hosts";
import type { CrawlRequest, PostRecord } from "@reddit-crawler/message-schema";

import type { CrawlProgress } from "../crawl/progress.ts";
import { decidePost } from "./decide-post.ts";
import type { LinkedPosts } from "../links/linked-posts.ts";
import type { ListedPost } from "./listed-posts.ts";
import { sendPosts, type SendPostsPorts } from "./send-posts.ts";

/** Where outcomes that the listing alone decides are kept. */
export interface PostRecords {
  /** Keeps the record unless the post has one in this crawl already. */
  recordPost(record: PostRecord): Promise<void>;
}

/** What settling posts needs. */
export interface SettlePostsPorts extends SendPostsPorts {
  hosts: MediaHosts;
  records: PostRecords;
  tallies: CrawlTallies;
}

/** Chosen: ten small puts at a time write the records of a page within a second. */
const recordsAtOnce = 10;

/**
 * Sends or records each post, and then counts it: progress speaks only of posts that are safe.
 * @throws {RetryableError} when some could be neither sent nor recorded.
 */
export async function settlePosts(
  posts: readonly ListedPost[],
  linked: LinkedPosts,
  request: CrawlRequest,
  { listedPostIds, counts, firstLinks }: CrawlProgress,
  ports: SettlePostsPorts,
): Promise<void> {
  const decisions = posts.map((post) =>
    decidePost(post, request.crawlId, ports.hosts, ports.clock.now(), {
      filter: request,
      firstLinks,
      linked,
    }),
  );
  const toSend = decisions.filter((decision) => decision.kind === "send");
  const toRecord = decisions.filter((decision) => decision.kind === "record");

  // Posts that repeat others' pictures last: these are then most likely stored, and need no second download.
  await sendPosts(
    toSend.toSorted((a, b) => Number(a.repeats) - Number(b.repeats)),
    ports,
  );
  const count = (settled: readonly { postId: string }[]) => {
    for (const { postId } of settled) listedPostIds.add(postId);
    counts.listed = listedPostIds.size;
  };
  // At once: should recording fail for good, the crawl's end waits for these.
  count(toSend);
  counts.queued += toSend.length;
  counts.picturesLinked += toSend.reduce((sum, { pictures }) => sum + pictures, 0);

  for (let from = 0; from < toRecord.length; from += recordsAtOnce)
    await Promise.all(
      toRecord
        .slice(from, from + recordsAtOnce)
        .map(({ record }) => ports.records.recordPost(record)),
    );
  if (toRecord.length > 0)
    await ports.tallies.add(
      request.crawlId,
      new Map(toRecord.map(({ postId, record }) => [postId, tallyOfRecord(record)])),
    );
  count(toRecord);
  counts.withoutPictures += toRecord.length;
}
