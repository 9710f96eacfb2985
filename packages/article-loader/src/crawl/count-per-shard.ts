import { tallyShardOf, tallyShards } from "@reddit-crawler/message-schema";

/** How many entries each shard of a tally has, when exactly these posts are counted. */
export function countPerShard(postIds: Iterable<string>): number[] {
  const counts = Array.from({ length: tallyShards }, () => 0);
  for (const postId of postIds) {
    const shard = tallyShardOf(postId);
    counts[shard] = (counts[shard] ?? 0) + 1;
  }
  return counts;
}
