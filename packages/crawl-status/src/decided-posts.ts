import {
  countsOfText,
  crawlPrefix,
  crawlTallyKey,
  crawlTallySchema,
  givenUp,
  givenUpPrefix,
  postOfKey,
  postRecordPrefix,
  postRecordSchema,
  postTallySchema,
  tallyShards,
  type PostTally,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { tallyOfRecord } from "./post-tally.ts";

/** How a crawl's objects are found and read. */
export interface CrawlObjects {
  /** An object's text; undefined when there is none. */
  read: (key: string) => Promise<string | undefined>;
  /** Every key below a prefix. */
  list: (prefix: string) => Promise<readonly string[]>;
}

/**
 * What each decided or given-up post of a crawl adds to its totals, each post once: one listing request for a thousand
 * posts, since their keys say it. Read besides are what keys do not say, and the tallies of earlier versions.
 * @throws {ZodError} when an object is not what its key promises.
 */
export async function readDecidedPosts(
  crawlId: string,
  { read, list }: CrawlObjects,
): Promise<PostTally[]> {
  const keys = await list(crawlPrefix(crawlId));
  const posts = new Map<string, PostTally>();
  const add = (postId: string, counts: PostTally) => {
    const known = posts.get(postId);
    if (!known || isRather(counts, known)) posts.set(postId, counts);
  };
  const unsaid: { postId: string; key: string; isRecord: boolean }[] = [];
  for (const key of keys) {
    const isRecord = key.startsWith(postRecordPrefix(crawlId));
    if (!isRecord && !key.startsWith(givenUpPrefix(crawlId))) continue;
    const { postId, counts } = postOfKey(key);
    // Earlier versions count in tallies.
    if (counts === undefined) continue;
    const said = countsOfText(counts);
    if (said) add(postId, said);
    else unsaid.push({ postId, key, isRecord });
  }
  await Promise.all(
    unsaid.map(async ({ postId, key, isRecord }) => {
      const text = await read(key);
      if (text === undefined) return;
      const value: unknown = JSON.parse(text);
      add(
        postId,
        isRecord
          ? tallyOfRecord(z.parse(postRecordSchema, value))
          : z.parse(postTallySchema, value),
      );
    }),
  );
  const shards = Array.from({ length: tallyShards }, (_, shard) => crawlTallyKey(crawlId, shard));
  const there = new Set(keys);
  await Promise.all(
    shards.map(async (key) => {
      if (!there.has(key)) return;
      const text = await read(key);
      if (text === undefined) return;
      const { posts: counted } = z.parse(crawlTallySchema, JSON.parse(text));
      for (const [postId, counts] of Object.entries(counted)) add(postId, counts);
    }),
  );
  return [...posts.values()];
}

/**
 * Whether of two decisions of a post `one` counts rather than `other`: a worker's beats the listing's, which beats
 * `given-up`, since two attempts of a listing may find different posts, and a dead letter may be redriven. Of two alike
 * the first counts.
 */
export function isRather(
  one: Pick<PostTally, "outcome" | "decidedAt">,
  other: Pick<PostTally, "outcome" | "decidedAt">,
): boolean {
  const difference = weightOf(one.outcome) - weightOf(other.outcome);
  return difference > 0 || (difference === 0 && one.decidedAt < other.decidedAt);
}

function weightOf(outcome: string): number {
  if (outcome === givenUp) return 0;
  return outcome === "no-pictures" || outcome === "filtered" ? 1 : 2;
}
