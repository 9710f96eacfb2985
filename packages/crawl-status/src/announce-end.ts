import {
  crawlFinishedKey,
  crawlFinishedSchema,
  crawlPrefix,
  crawlSummaryKey,
  crawlSummarySchema,
  givenUp,
  type CrawlFinished,
  type CrawlSummary,
  type PostTally,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { isListingOver } from "./crawl-state.ts";
import { crawlTotals } from "./crawl-totals.ts";
import { postsOfKeys, readDecidedPosts } from "./decided-posts.ts";
import { keepTotals } from "./kept-totals.ts";
import type { CrawlEndWorld } from "./world.ts";

/** What a check of a crawl found. */
export interface CrawlCheck {
  /** Posts that are open; undefined while the listing goes on. */
  openPosts: number | undefined;
  /** Listing requests that it took. */
  requests: number;
}

/** The ends of all crawls. */
export interface CrawlEnds {
  /**
   * Announces the crawl's end if it is over. Keeps what its posts add up to where one listing request does not show it.
   * @throws {RetryableError} when that could not be found out, kept or published.
   */
  check(crawlId: string): Promise<CrawlCheck>;
}

/** A quota of one listing request (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html). */
const keysOfS3 = 1000;

/**
 * The ends of the crawls in `objects`. A crawl is over once its listing is, and every post that it listed is decided or
 * given up.
 *
 * - A check that begins after a post's record is put sees it
 *   (https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel). So the crawl's end is found if
 *   after every decision there is a check, or a later decision.
 * - What the posts add up to is kept before the end is published: a crawl that is over has the whole.
 * - The mark is put after the message is published: the message may come twice, and is never lost.
 * - How the crawl ended stands in its summary, which no longer changes: every announcement says the same.
 */
export function createCrawlEnds(world: CrawlEndWorld): CrawlEnds {
  const { objects, topic, clock, log, keysPerRequest = keysOfS3 } = world;
  const read = async (key: string) => (await objects.read(key))?.text;
  return {
    async check(crawlId) {
      const found = await read(crawlSummaryKey(crawlId));
      const summary =
        found === undefined ? undefined : z.parse(crawlSummarySchema, JSON.parse(found));
      const isOver = isListingOver(summary);
      // The loader checks when it has ended the listing. Until then a small crawl has nothing to be kept.
      if (!isOver && (summary?.counts.listed ?? 0) < 0.9 * keysPerRequest)
        return { openPosts: undefined, requests: 0 };

      const asOfMs = clock.now();
      const keys = await objects.list(crawlPrefix(crawlId));
      const requests = Math.ceil(keys.length / keysPerRequest);
      const posts = await readDecidedPosts(crawlId, keys, read);
      const listed = summary?.listedPerShard?.reduce((sum, count) => sum + count, 0) ?? 0;
      const isWhole = isOver && posts.length >= listed;
      if (requests > 1 || postsOfKeys(crawlId, keys).unsaid.length > 0)
        await keepTotals(crawlId, crawlTotals(posts), isWhole, asOfMs, world);
      if (!isOver) return { openPosts: undefined, requests };
      if (!isWhole) return { openPosts: listed - posts.length, requests };
      const end = { openPosts: 0, requests };
      if ((await read(crawlFinishedKey(crawlId))) !== undefined) return end;

      const message = finishedMessage(summary, posts);
      await topic.publish(message);
      // Another announcer may be first: its mark says the same.
      await objects.replace(crawlFinishedKey(crawlId), JSON.stringify(message), undefined);
      log.info("crawl-finished", { ...message });
      return end;
    },
  };
}

function finishedMessage(summary: CrawlSummary, posts: readonly PostTally[]): CrawlFinished {
  const totals = crawlTotals(posts);
  const { updatedAt } = summary;
  const latestAt = totals.latestAt ?? updatedAt;
  const hasFailed = summary.state === "failed";
  return z.parse(crawlFinishedSchema, {
    ...summary,
    state: hasFailed ? "failed" : "finished",
    finishedAt: hasFailed && updatedAt > latestAt ? updatedAt : latestAt,
    posts: totals.posts,
    postsGivenUp: totals.outcomes.get(givenUp) ?? 0,
    picturesStored: totals.links.get("stored") ?? 0,
    picturesAlreadyStored: totals.links.get("already-stored") ?? 0,
    bytes: totals.bytes,
    reasons: Object.fromEntries(totals.reasons),
  });
}
