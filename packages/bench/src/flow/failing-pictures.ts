import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { CrawlOrder } from "@reddit-crawler/cli/pipeline/crawl-api";
import { countsOfText, postOfKey, postRecordPrefix } from "@reddit-crawler/message-schema";
import { postIdOf } from "@reddit-crawler/replay-reddit/listing/posts/listed-post";

import { firstPostOf, startPictureInternet } from "../servers/picture-internet.ts";

/** A crawl of posts with one picture each, of which some answer 500 for ever. */
export interface FailingPictures {
  /** Workers at once. */
  places: number;
  posts: number;
  /** Posts whose picture fails, spread evenly over the listing. */
  failing: number;
}

/** The real zips on some AWS. */
interface CrawlStack {
  /** Returns the crawl's id. */
  orderCrawl(order: CrawlOrder): Promise<string>;
  /** The media bucket's keys right below `prefix`. */
  keys(prefix: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Starts a stack with so many places; its functions reach the internet as `network` says. */
export type StartStack = (options: {
  folder: string;
  places: number;
  network: Readonly<Record<string, string>>;
}) => Promise<CrawlStack>;

/** How long hosts take, in milliseconds: to answer, and to send a picture. An error is short, a picture is not. */
const answerMs = 100;
const pictureMs = 1000;
const subreddit = "bench";
/** Far more than the good posts take; while failing posts kept their places, it was not enough. */
const longestMs = 240_000;
const pollMs = 100;

/** Seconds from the order until every good post is stored. @throws {Error} when one is not. */
export async function secondsToGoodPictures(
  crawl: FailingPictures,
  startStack: StartStack,
): Promise<number> {
  const { places, posts, failing } = crawl;
  const folder = await mkdtemp(join(tmpdir(), "bench-flow-"));
  const fails = (index: number) =>
    Math.floor(((index + 1) * failing) / posts) > Math.floor((index * failing) / posts);
  const internet = await startPictureInternet(folder, { answerMs, pictureMs, fails });
  const good = Array.from({ length: posts }, (_, index) => index).filter((index) => !fails(index));
  const wanted = good.map((index) => postIdOf(firstPostOf(subreddit) + index));
  try {
    const stack = await startStack({ folder, places, network: internet.environment });
    try {
      const startedMs = performance.now();
      const order = { subreddit, sort_method: "new", time_filter: "all", limit: posts };
      const prefix = postRecordPrefix(await stack.orderCrawl(order));
      while (!areStored(await stack.keys(prefix), wanted)) {
        if (performance.now() - startedMs > longestMs)
          throw new Error(`not every good post is stored after ${longestMs / 1000} s`);
        await sleep(pollMs);
      }
      const seconds = (performance.now() - startedMs) / 1000;
      if (internet.failures() < failing / 2)
        throw new Error(`only ${internet.failures()} of ${failing} pictures failed meanwhile`);
      return seconds;
    } finally {
      await stack.stop();
    }
  } finally {
    await internet.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether all of these posts have their records. @throws {Error} when one says that its picture is not stored. */
function areStored(recordKeys: readonly string[], postIds: readonly string[]): boolean {
  const outcomes = new Map(
    recordKeys
      .map(postOfKey)
      .map(({ postId, counts = "" }) => [postId, countsOfText(counts)?.outcome]),
  );
  const missed = postIds.find((id) => outcomes.has(id) && outcomes.get(id) !== "stored");
  if (missed !== undefined) throw new Error(`${missed} ended as ${outcomes.get(missed)}`);
  return postIds.every((id) => outcomes.has(id));
}
