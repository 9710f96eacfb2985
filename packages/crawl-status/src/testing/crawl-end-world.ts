import { memoryObjects } from "@reddit-crawler/bucket/testing/memory-objects";
import { createLog } from "@reddit-crawler/function-runtime/log";
import {
  crawlPrefix,
  crawlSummaryKey,
  crawlSummarySchema,
  crawlTallyKey,
  givenUp,
  postRecordKey,
  tallyShardOf,
  tallyShards,
  textOfCounts,
  type CrawlFinished,
  type CrawlSummary,
  type PostTally,
} from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";

import { createCrawlEnds } from "../announce-end.ts";
import { readDecidedPosts } from "../decided-posts.ts";
import { givenUpKeyOf } from "../post-tally.ts";
import { readStatusTotals } from "../status-totals.ts";

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

/** Crawls in memory; what was announced is in `published`. */
export function crawlEndWorld({ keysPerRequest }: { keysPerRequest?: number } = {}) {
  let nowMs = Date.parse("2026-11-22T20:00:00Z");
  const objects = memoryObjects();
  const published: CrawlFinished[] = [];
  const faults: Error[] = [];
  const ends = createCrawlEnds({
    objects,
    topic: {
      publish: async (message) => {
        const fault = faults.shift();
        if (fault) throw fault;
        published.push(message);
      },
    },
    clock: { now: () => (nowMs += 1), sleep: async () => {} },
    random: () => 0,
    log: createLog({ service: "test", write: () => {} }),
    ...(keysPerRequest !== undefined && { keysPerRequest }),
  });
  const { crawlId } = example;
  const read = async (key: string) => (await objects.read(key))?.text;
  return {
    ends,
    objects,
    published,
    faults,
    crawlId,
    /** Decides one post, as its key says. */
    decide: (postId: string, tally: PostTally = storedPost) =>
      void objects.objects.set(
        tally.outcome === givenUp
          ? givenUpKeyOf(crawlId, postId, tally)
          : postRecordKey(crawlId, postId, textOfCounts(tally)),
        JSON.stringify(tally),
      ),
    /** Counts posts as earlier versions did. */
    count: (posts: readonly string[], tally: PostTally = storedPost) => {
      for (const id of posts) {
        const key = crawlTallyKey(crawlId, tallyShardOf(id));
        const { posts: former } = JSON.parse(objects.objects.get(key) ?? '{"posts":{}}');
        const all = { ...former, [id]: tally };
        objects.objects.set(key, JSON.stringify({ schemaVersion: 1, crawlId, posts: all }));
      }
    },
    check: () => ends.check(crawlId),
    posts: async () => readDecidedPosts(crawlId, await objects.list(crawlPrefix(crawlId)), read),
    /** What a status counts. */
    status: (listed = 0) =>
      readStatusTotals(crawlId, listed, {
        read,
        listPage: async (prefix, after) => {
          const keys = (await objects.list(prefix)).filter((key) => key > (after ?? ""));
          const most = keysPerRequest ?? 1000;
          return { keys: keys.slice(0, most), more: keys.length > most };
        },
      }),
    saveSummary: (summary: CrawlSummary) =>
      void objects.objects.set(crawlSummaryKey(crawlId), JSON.stringify(summary)),
  };
}
