import { updateObject } from "@reddit-crawler/bucket/update-object";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import {
  crawlTallyKey,
  givenUp,
  tallyShardOf,
  type CrawlTally,
  type PostTally,
} from "@reddit-crawler/message-schema";

import { createAnnounceFinish, type FinishPorts } from "./announce-finish.ts";
import { parseTally } from "./read-tally.ts";

/** Where the posts of all crawls are counted. */
export interface CrawlTallies {
  /**
   * Counts posts, each once however often it is added, and announces the crawl's end if they were the last. The first
   * decision stays. But a post that was given up may still be decided, and a worker's decision replaces the listing's.
   * @throws {RetryableError} when some may not be counted: adding them again is always right.
   */
  add(crawlId: string, posts: ReadonlyMap<string, PostTally>): Promise<void>;
  /** Announces the crawl's end if it is there. For whoever completes the listing. @throws {RetryableError} likewise. */
  announceFinish(crawlId: string): Promise<void>;
}

/** What counting needs. */
export interface CrawlTalliesPorts extends FinishPorts {
  clock: Clock;
  /** From 0 to below 1. */
  random: () => number;
}

/** Chosen: with the pauses between them, two seconds of patience. */
const mostAttempts = 12;

/**
 * Of two entries of a post the heavier stays, and of the same weight the first: a post may be in a message that one try
 * of a listing sent, and decided by the next try, which found it changed. Its worker's record then replaces the listing's.
 */
function weightOf(outcome: string): number {
  if (outcome === givenUp) return 0;
  return outcome === "no-pictures" || outcome === "filtered" ? 1 : 2;
}

/** The tallies in `objects`. */
export function createCrawlTallies(ports: CrawlTalliesPorts): CrawlTallies {
  const announceFinish = createAnnounceFinish(ports);

  /** Resolves to how many posts the shard has then. */
  function addToShard(crawlId: string, shard: number, posts: CrawlTally["posts"]): Promise<number> {
    return updateObject(crawlTallyKey(crawlId, shard), ports, mostAttempts, (text) => {
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
