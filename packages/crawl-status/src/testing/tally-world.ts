import { memoryObjects } from "@reddit-crawler/bucket/testing/memory-objects";
import { createLog } from "@reddit-crawler/function-runtime/log";
import {
  crawlSummaryKey,
  crawlSummarySchema,
  tallyShardOf,
  tallyShards,
  type CrawlFinished,
  type CrawlSummary,
  type PostTally,
} from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";

import { createCrawlTallies } from "../crawl-tally.ts";

/** A post with one stored picture of 100 bytes. */
export const storedPost: PostTally = {
  outcome: "stored",
  links: { stored: 1 },
  reasons: {},
  bytes: 100,
  decidedAt: "2026-11-22T20:00:07.000Z",
};

const example = crawlSummarySchema.parse(contracts["crawl-summary"].examples[0]);

/** The summary of a crawl that has listed exactly these posts. */
export function listedSummary(postIds: readonly string[]): CrawlSummary {
  const listedPerShard = Array.from({ length: tallyShards }, () => 0);
  for (const id of postIds)
    listedPerShard[tallyShardOf(id)] = (listedPerShard[tallyShardOf(id)] ?? 0) + 1;
  const { length } = postIds;
  const counts = {
    pages: 1,
    listed: length,
    queued: length,
    withoutPictures: 0,
    picturesLinked: length,
  };
  return { ...example, counts, listedPerShard };
}

/** The summary of a crawl whose listing failed for good behind these posts. */
export function failedSummary(postIds: readonly string[]): CrawlSummary {
  const failure = { code: "subreddit-private", message: "r/aww is private.", retryable: false };
  return { ...listedSummary(postIds), state: "failed", failure };
}

/** Tallies in memory; no pause takes time, and what was announced is in `published`. */
export function tallyWorld() {
  const objects = memoryObjects();
  const published: CrawlFinished[] = [];
  const faults: Error[] = [];
  const tallies = createCrawlTallies({
    objects,
    topic: {
      publish: async (message) => {
        const fault = faults.shift();
        if (fault) throw fault;
        published.push(message);
      },
    },
    clock: { now: () => 0, sleep: async () => {} },
    random: () => 0.5,
    log: createLog({ service: "test", write: () => {} }),
  });
  const { crawlId } = example;
  return {
    tallies,
    objects,
    published,
    faults,
    crawlId,
    /** Counts one post. */
    add: (postId: string, tally: PostTally = storedPost) =>
      tallies.add(crawlId, new Map([[postId, tally]])),
    saveSummary: (summary: CrawlSummary) =>
      void objects.objects.set(crawlSummaryKey(crawlId), JSON.stringify(summary)),
  };
}
