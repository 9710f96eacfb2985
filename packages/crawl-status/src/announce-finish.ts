import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import type { Log } from "@reddit-crawler/function-runtime/log";
import {
  crawlFinishedKey,
  crawlFinishedSchema,
  crawlSummaryKey,
  crawlSummarySchema,
  crawlTallyKey,
  givenUp,
  tallyShards,
  type CrawlFinished,
  type CrawlSummary,
  type CrawlTally,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { crawlTotals } from "./crawl-totals.ts";
import { isListingOver } from "./listing-over.ts";
import { parseTally } from "./read-tally.ts";

/** Where the end of a crawl is told. */
export interface FinishTopic {
  /** @throws {RetryableError} when nobody may have been told. */
  publish(message: CrawlFinished): Promise<void>;
}

/** What announcing a crawl's end needs. */
export interface FinishPorts {
  objects: JsonObjects;
  topic: FinishTopic;
  log: Log;
}

/** Tells that a crawl is over, if it is; `counted` says how many posts the caller has seen in which shards. */
export type AnnounceFinish = (
  crawlId: string,
  counted: ReadonlyMap<number, number>,
) => Promise<void>;

/**
 * So many posts before a shard is full whoever counts one looks whether the crawl is over. Chosen: a single look by the
 * last of them would do, were it not for workers that die between their count and their look.
 */
export const lastPosts = 3;
/** Chosen: more than one stack crawls at a time, and a few kilobytes. */
const rememberedCrawls = 100;

/**
 * Tells the topic that a crawl is over, if its listing is, and every post that it listed is in its tally. Whoever
 * decides the last post sees all the others, since each writes before it reads
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel). The mark is set after the
 * message: the message may come twice, but never not at all. Once the listing is over most posts cost no read: what
 * it listed is remembered, and nobody looks while a shard is far from full. A listing that is done again adds its
 * posts to the tally, which only grows, so that a shard comes to what was remembered all the same. How the crawl
 * ended stands in its summary, which stays as it is once the listing is over: whoever tells it tells the same.
 */
export function createAnnounceFinish(ports: FinishPorts): AnnounceFinish {
  const goalsOf = new Map<string, readonly number[]>();

  return async (crawlId, counted) => {
    const goals = goalsOf.get(crawlId) ?? [];
    if ([...counted].some(([shard, posts]) => posts < (goals[shard] ?? 0) - lastPosts)) return;

    const found = await ports.objects.read(crawlSummaryKey(crawlId));
    const summary = found && z.parse(crawlSummarySchema, JSON.parse(found.text));
    if (!isListingOver(summary)) return;
    if (goalsOf.size >= rememberedCrawls) goalsOf.clear();
    goalsOf.set(crawlId, summary.listedPerShard);
    await announceWhenFull(summary, summary.listedPerShard, [...counted.keys()], ports);
  };
}

/** Reads `shards` first: while one of them is not full, there is nothing else to read. */
async function announceWhenFull(
  summary: CrawlSummary,
  goals: readonly number[],
  shards: readonly number[],
  { objects, topic, log }: FinishPorts,
): Promise<void> {
  const { crawlId } = summary;
  const tallies = new Map<number, CrawlTally["posts"]>();
  const isFull = async (shard: number) => {
    const posts = parseTally((await objects.read(crawlTallyKey(crawlId, shard)))?.text);
    tallies.set(shard, posts);
    return Object.keys(posts).length >= (goals[shard] ?? 0);
  };
  for (const shard of shards) if (!(await isFull(shard))) return;
  const others = Array.from({ length: tallyShards }, (_, shard) => shard).filter(
    (shard) => !tallies.has(shard),
  );
  if ((await Promise.all(others.map(isFull))).includes(false)) return;

  if (await objects.read(crawlFinishedKey(crawlId))) return;
  const message = finishedMessage(summary, [...tallies.values()]);
  await topic.publish(message);
  await objects.putOnce(crawlFinishedKey(crawlId), JSON.stringify(message));
  log.info("crawl-finished", { ...message });
}

function finishedMessage(
  summary: CrawlSummary,
  tallies: readonly CrawlTally["posts"][],
): CrawlFinished {
  const totals = crawlTotals(tallies.flatMap((posts) => Object.values(posts)));
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
