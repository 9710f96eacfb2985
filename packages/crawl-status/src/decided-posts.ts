import {
  countsOfText,
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

/** What some keys of a crawl say of its decided posts, and what they leave to be read. */
export interface KnownPosts {
  /** What each post adds, by its id. */
  posts: Map<string, PostTally>;
  /** Posts whose object says it, and not its key. */
  unsaid: { postId: string; key: string; isRecord: boolean }[];
  /** The tallies of earlier versions. */
  tallies: string[];
}

/** What `keys` say of the decided or given-up posts of a crawl, each post once. */
export function postsOfKeys(crawlId: string, keys: readonly string[]): KnownPosts {
  const known: KnownPosts = { posts: new Map(), unsaid: [], tallies: [] };
  const tallies = new Set(
    Array.from({ length: tallyShards }, (_, shard) => crawlTallyKey(crawlId, shard)),
  );
  for (const key of keys) {
    const isRecord = key.startsWith(postRecordPrefix(crawlId));
    if (tallies.has(key)) known.tallies.push(key);
    if (!isRecord && !key.startsWith(givenUpPrefix(crawlId))) continue;
    const { postId, counts } = postOfKey(key);
    // Earlier versions count in tallies.
    if (counts === undefined) continue;
    const said = countsOfText(counts);
    if (said) addPost(known.posts, postId, said);
    else known.unsaid.push({ postId, key, isRecord });
  }
  return known;
}

/**
 * What each decided or given-up post of a crawl adds to its totals, each post once: one listing request for a thousand
 * posts, since their keys say it. Read besides are what keys do not say, and the tallies of earlier versions. `keys` are all
 * of the crawl.
 * @throws {ZodError} when an object is not what its key promises.
 */
export async function readDecidedPosts(
  crawlId: string,
  keys: readonly string[],
  read: CrawlObjects["read"],
): Promise<PostTally[]> {
  const { posts, unsaid, tallies } = postsOfKeys(crawlId, keys);
  await Promise.all(
    unsaid.map(async ({ postId, key, isRecord }) => {
      const text = await read(key);
      if (text === undefined) return;
      const value: unknown = JSON.parse(text);
      const tally = isRecord
        ? tallyOfRecord(z.parse(postRecordSchema, value))
        : z.parse(postTallySchema, value);
      addPost(posts, postId, tally);
    }),
  );
  await Promise.all(
    tallies.map(async (key) => {
      const text = await read(key);
      if (text === undefined) return;
      const { posts: counted } = z.parse(crawlTallySchema, JSON.parse(text));
      for (const [postId, counts] of Object.entries(counted)) addPost(posts, postId, counts);
    }),
  );
  return [...posts.values()];
}

function addPost(posts: Map<string, PostTally>, postId: string, counts: PostTally): void {
  const known = posts.get(postId);
  if (!known || isRather(counts, known)) posts.set(postId, counts);
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
