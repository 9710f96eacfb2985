import {
  crawlFinishedKey,
  crawlFinishedSchema,
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
import { readDecidedPosts } from "./decided-posts.ts";
import type { CrawlEndWorld } from "./world.ts";

/** The ends of all crawls. */
export interface CrawlEnds {
  /**
   * Announces the crawl's end if it is over. Resolves to how many of its posts are open, undefined while its listing is.
   * @throws {RetryableError} when that could not be found out or published.
   */
  announce(crawlId: string): Promise<number | undefined>;
}

/**
 * The ends of the crawls in `objects`. A crawl is over once its listing is, and every post that it listed is decided or
 * given up.
 *
 * - A check that begins after a post's record is put sees it
 *   (https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel). So the crawl's end is found if
 *   after every decision there is a check, or a later decision.
 * - The mark is put after the message is published: the message may come twice, and is never lost.
 * - How the crawl ended stands in its summary, which no longer changes: every announcement says the same.
 */
export function createCrawlEnds({ objects, topic, log }: CrawlEndWorld): CrawlEnds {
  const read = async (key: string) => (await objects.read(key))?.text;
  return {
    async announce(crawlId) {
      const found = await read(crawlSummaryKey(crawlId));
      const summary =
        found === undefined ? undefined : z.parse(crawlSummarySchema, JSON.parse(found));
      // The loader checks when it has ended the listing.
      if (!isListingOver(summary)) return undefined;
      const list = (prefix: string) => objects.list(prefix);
      const posts = await readDecidedPosts(crawlId, { read, list });
      const listed = summary.listedPerShard.reduce((sum, count) => sum + count, 0);
      if (posts.length < listed) return listed - posts.length;
      if ((await read(crawlFinishedKey(crawlId))) !== undefined) return 0;

      const message = finishedMessage(summary, posts);
      await topic.publish(message);
      // Another announcer may be first: its mark says the same.
      await objects.replace(crawlFinishedKey(crawlId), JSON.stringify(message), undefined);
      log.info("crawl-finished", { ...message });
      return 0;
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
