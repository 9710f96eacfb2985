import type { QueuedPost } from "../world.ts";

/** SQS's quota for a message and for a batch in total (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html). */
export const maxMessageBytes = 1_048_576;

/** SQS's quota of entries in a batch; its messages share one quota of bytes, too. */
const maxBatchEntries = 10;

/** The posts in their order, in as few batches as SQS's quotas of entries and bytes allow. */
export function batchPosts(posts: readonly QueuedPost[]): QueuedPost[][] {
  const batches: QueuedPost[][] = [];
  let bytes = 0;
  for (const post of posts) {
    const last = batches.at(-1);
    if (last && last.length < maxBatchEntries && bytes + post.bytes <= maxMessageBytes) {
      last.push(post);
      bytes += post.bytes;
    } else {
      batches.push([post]);
      bytes = post.bytes;
    }
  }
  return batches;
}
