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

import { isListingOver } from "./crawl-state.ts";
import { crawlTotals, parseTally } from "./crawl-totals.ts";
import type { TallyWorld } from "./world.ts";

/**
 * Posts: a worker that counts one of the last three of a shard checks whether the crawl is over. The last one alone would
 * do if no worker ever died between its count and its check.
 */
export const lastPosts = 3;
/** Crawls whose goals a process remembers: more than one stack crawls at a time, in a few kilobytes. */
const rememberedCrawls = 100;

/**
 * Publishes that a crawl is over, if its listing is, and every post that it listed is in its tally. `counted` says how many
 * posts the caller has just seen in which shards.
 *
 * - The worker that decides the last post sees all the others, since each writes before it reads
 *   (https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel).
 * - The mark is put after the message is published: the message may come twice, and is never lost.
 * - Most posts cost no read once the listing is over: its goals are remembered, and no check follows in a shard that is far from
 *   full. A repeated listing only adds posts to the tally, so a shard still reaches the remembered goal.
 * - How the crawl ended stands in its summary, which no longer changes: every announcement says the same.
 */
export function createAnnounceFinish(world: TallyWorld) {
  const goalsOf = new Map<string, readonly number[]>();

  return async (crawlId: string, counted: ReadonlyMap<number, number>): Promise<void> => {
    const goals = goalsOf.get(crawlId) ?? [];
    if ([...counted].some(([shard, posts]) => posts < (goals[shard] ?? 0) - lastPosts)) return;

    const found = await world.objects.read(crawlSummaryKey(crawlId));
    const summary = found && z.parse(crawlSummarySchema, JSON.parse(found.text));
    if (!isListingOver(summary)) return;
    if (goalsOf.size >= rememberedCrawls) goalsOf.clear();
    goalsOf.set(crawlId, summary.listedPerShard);
    await announceWhenFull(summary, summary.listedPerShard, [...counted.keys()], world);
  };
}

/** Reads `shards` first: while one of them is not full, no other is read. */
async function announceWhenFull(
  summary: CrawlSummary,
  goals: readonly number[],
  shards: readonly number[],
  { objects, topic, log }: TallyWorld,
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
  // Another announcer may be first: its mark says the same.
  await objects.replace(crawlFinishedKey(crawlId), JSON.stringify(message), undefined);
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
