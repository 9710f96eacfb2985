import * as z from "zod/mini";

import { crawlIdSchema } from "../crawl-id.ts";
import { instantSchema } from "../identifiers.ts";

const count = z.int().check(z.minimum(0));

/**
 * Objects that earlier versions split a crawl's tally into. A summary's `listedPerShard` still counts by them, for workers
 * of such a version.
 */
export const tallyShards = 8;

/**
 * The outcome of a post that its queue gave up on: its message is in the dead-letter queue. Such a post has no record but
 * an object below `given-up/`, which counts until the post is decided after all.
 */
export const givenUp = "given-up";

/** What one post adds to its crawl's totals, in a key as `textOfCounts` writes it; `links` and `reasons` count by the codes of the post's record. */
export const postTallySchema = z.object({
  outcome: z.string(),
  links: z.record(z.string(), count),
  reasons: z.record(z.string(), count),
  bytes: count.check(z.meta({ description: "bytes of the pictures that are stored" })),
  duplicates: z.optional(
    count.check(z.meta({ description: "stored links of which another post has the same picture" })),
  ),
  decidedAt: instantSchema,
});
export type PostTally = z.infer<typeof postTallySchema>;

/**
 * A part of a crawl's tally: `crawls/<crawl id>/tally/<shard>.json`, written by earlier versions, and read still. Every post
 * has one entry, in the shard that `tallyShardOf` names.
 */
export const crawlTallySchema = z.object({
  schemaVersion: z.literal(1),
  crawlId: crawlIdSchema,
  posts: z.record(z.string(), postTallySchema),
});
export type CrawlTally = z.infer<typeof crawlTallySchema>;

/** The shard of a post, 0..tallyShards-1: FNV-1a and the end of MurmurHash3, which spread ids that follow one another. */
export function tallyShardOf(postId: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < postId.length; i++) hash = Math.imul(hash ^ postId.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % tallyShards;
}
