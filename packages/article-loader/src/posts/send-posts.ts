import type { Clock } from "@reddit-crawler/function-runtime/clock";
import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import type { Log } from "@reddit-crawler/function-runtime/log";

import { batchPosts, type QueuedPost } from "./batch-posts.ts";

/** An entry of a batch that the queue did not take. */
export interface RefusedEntry {
  postId: string;
  code: string;
}

/** The queue of posts that wait for their download. */
export interface PostQueue {
  /** Sends one batch and names the entries that were not taken. @throws {RetryableError} when the queue did not answer. */
  sendBatch(posts: readonly QueuedPost[]): Promise<RefusedEntry[]>;
}

/** What sending needs. */
export interface SendPostsPorts {
  queue: PostQueue;
  clock: Clock;
  /** From 0 to below 1. */
  random: () => number;
  log: Log;
}

/** Chosen: 0.2 + 0.4 + 0.8 + 1.6 s of patience, well within the time that is kept free for sending. */
const mostTries = 5;

/** Sends every post, entries that the queue refuses again. @throws {RetryableError} `queue-refused` when some stay refused. */
export async function sendPosts(
  posts: readonly QueuedPost[],
  ports: SendPostsPorts,
): Promise<void> {
  for (const batch of batchPosts(posts)) {
    let waiting = batch;
    for (let tries = 1; ; tries++) {
      const refused = await ports.queue.sendBatch(waiting);
      if (refused.length === 0) break;
      const codes = [...new Set(refused.map(({ code }) => code))].join(", ");
      if (tries === mostTries)
        throw new RetryableError(
          "queue-refused",
          `The queue refused ${refused.length} posts ${mostTries} times (${codes}). They are sent again with the whole listing.`,
        );
      ports.log.warn("batch-entries-refused", { refused: refused.length, codes, tries });
      await ports.clock.sleep(100 * 2 ** tries * (0.5 + ports.random()));
      const again = new Set(refused.map(({ postId }) => postId));
      waiting = waiting.filter(({ postId }) => again.has(postId));
    }
  }
}
