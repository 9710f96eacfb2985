import { updateObject } from "@reddit-crawler/bucket/update-object";
import {
  crawlTallyKey,
  givenUp,
  tallyShardOf,
  type CrawlTally,
  type PostTally,
} from "@reddit-crawler/message-schema";

import { createAnnounceFinish } from "./announce-finish.ts";
import { parseTally } from "./crawl-totals.ts";
import type { TallyWorld } from "./world.ts";

/** Where the posts of all crawls are counted. */
export interface CrawlTallies {
  /**
   * Counts posts, each once however often it is added, and announces the crawl's end if they were the last. The first
   * decision stays, except that a post given up may still be decided, and a worker's decision replaces the listing's.
   * @throws {RetryableError} when some may not be counted: adding them again changes nothing for the others.
   */
  add(crawlId: string, posts: ReadonlyMap<string, PostTally>): Promise<void>;
  /** Announces the crawl's end if it is over. For the caller that completes the listing. @throws {RetryableError} likewise. */
  announceFinish(crawlId: string): Promise<void>;
}

/** Attempts to write a shard: with the pauses between them they take two seconds. */
const mostAttempts = 12;

/**
 * If a post is counted twice, the worker's entry beats the listing's, which beats `given-up`; on a tie the first stays. One
 * attempt of a listing may send a post that the next attempt finds changed and decides itself: its records do the same.
 */
function weightOf(outcome: string): number {
  if (outcome === givenUp) return 0;
  return outcome === "no-pictures" || outcome === "filtered" ? 1 : 2;
}

/** The tallies in `objects`. */
export function createCrawlTallies(world: TallyWorld): CrawlTallies {
  const announceFinish = createAnnounceFinish(world);

  /** Resolves to how many posts the shard has then. */
  function addToShard(crawlId: string, shard: number, posts: CrawlTally["posts"]): Promise<number> {
    return updateObject(crawlTallyKey(crawlId, shard), world, mostAttempts, (text) => {
      const former = parseTally(text);
      const newer = Object.entries(posts).filter(([id, { outcome }]) => {
        const known = Object.hasOwn(former, id) ? former[id]?.outcome : undefined;
        return known === undefined || weightOf(outcome) > weightOf(known);
      });
      if (newer.length === 0) return { value: Object.keys(former).length };
      const all = { ...former, ...Object.fromEntries(newer) };
      const tally: CrawlTally = { schemaVersion: 1, crawlId, posts: all };
      return { value: Object.keys(all).length, text: JSON.stringify(tally) };
    });
  }

  return {
    async add(crawlId, posts) {
      const byShard = new Map<number, CrawlTally["posts"]>();
      for (const [postId, tally] of posts) {
        const shard = tallyShardOf(postId);
        byShard.set(shard, { ...byShard.get(shard), [postId]: tally });
      }
      const counted = await Promise.all(
        Array.from(
          byShard,
          async ([shard, entries]) => [shard, await addToShard(crawlId, shard, entries)] as const,
        ),
      );
      await announceFinish(crawlId, new Map(counted));
    },
    announceFinish: (crawlId) => announceFinish(crawlId, new Map()),
  };
}
