import { RetryableError } from "@reddit-crawler/function-runtime/errors";

import type { Crawl } from "../crawl/crawl.ts";
import type { LoaderWorld, QueuedPost } from "../world.ts";
import { batchPosts } from "./batch-posts.ts";

/** 0.2 + 0.4 + 0.8 + 1.6 s of patience, well within the time that is kept free for sending. */
const mostAttempts = 5;

/** Sends every post, entries that the queue refuses again. @throws {RetryableError} `queue-refused` when some stay refused. */
export async function sendPosts(
  posts: readonly QueuedPost[],
  { clock, queue, random }: LoaderWorld,
  { log }: Crawl,
): Promise<void> {
  for (const batch of batchPosts(posts)) {
    let waiting = batch;
    for (let attempt = 1; ; attempt++) {
      const refused = await queue.sendBatch(waiting);
      if (refused.length === 0) break;
      const codes = [...new Set(refused.map(({ code }) => code))].join(", ");
      if (attempt === mostAttempts)
        throw new RetryableError(
          "queue-refused",
          `The queue refused ${refused.length} posts ${mostAttempts} times (${codes}). They are sent again with the whole listing.`,
        );
      log.warn("batch-entries-refused", { refused: refused.length, codes, tries: attempt });
      await clock.sleep(100 * 2 ** attempt * (0.5 + random()));
      const again = new Set(refused.map(({ postId }) => postId));
      waiting = waiting.filter(({ postId }) => again.has(postId));
    }
  }
}
