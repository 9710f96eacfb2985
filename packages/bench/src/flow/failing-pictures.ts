import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { orderCrawl } from "@reddit-crawler/cli/pipeline/crawl-api";
import { startPipeline, type LocalPipeline } from "@reddit-crawler/cli/pipeline/pipeline";
import { changedTemplate } from "@reddit-crawler/cli/testing/changed-template";
import { changeTemplate } from "@reddit-crawler/local-stack/testing/change-template";
import { countsOfText, postOfKey, postRecordPrefix } from "@reddit-crawler/message-schema";
import { postIdOf } from "@reddit-crawler/replay-reddit/listing/posts/listed-post";

import { benchSettings } from "../measure/crawl-cost.ts";
import { firstPostOf, startPictureInternet } from "../servers/picture-internet.ts";

/** A crawl of posts with one picture each, of which some answer 500 for ever. */
export interface FailingPictures {
  /** Workers at once. */
  places: number;
  posts: number;
  /** Posts whose picture fails, spread evenly over the listing. */
  failing: number;
}

/** How long hosts take, in milliseconds: to answer, and to send a picture. An error is short, a picture is not. */
const answerMs = 100;
const pictureMs = 1000;
const subreddit = "bench";
/** Far more than the good posts take; while failing posts kept their places, it was not enough. */
const longestMs = 240_000;

/** Seconds from the order until every good post is stored, by the real zips on the local stack. @throws {Error} when one is not. */
export async function secondsToGoodPictures(crawl: FailingPictures): Promise<number> {
  const { places, posts, failing } = crawl;
  const folder = await mkdtemp(join(tmpdir(), "bench-flow-"));
  const fails = (index: number) =>
    Math.floor(((index + 1) * failing) / posts) > Math.floor((index * failing) / posts);
  const internet = await startPictureInternet(folder, { answerMs, pictureMs, fails });
  const good = Array.from({ length: posts }, (_, index) => index).filter((index) => !fails(index));
  const templatePath = changedTemplate(folder, (template) =>
    changeTemplate(
      template,
      "Resources.BalancerFunction.Properties.Environment.Variables.MAX_CONCURRENT_DOWNLOADS",
      String(places),
    ),
  );
  try {
    const pipeline = await startPipeline({
      settings: benchSettings,
      folder: join(folder, "pictures"),
      network: internet.environment,
      mostConcurrent: places,
      templatePath,
      onLog: () => {},
    });
    try {
      const startedMs = performance.now();
      const crawlId = await orderCrawl(pipeline.apiUrl, {
        subreddit,
        sort_method: "new",
        time_filter: "all",
        limit: posts,
      });
      const wanted = good.map((index) => postIdOf(firstPostOf(subreddit) + index));
      while (!(await areStored(pipeline, crawlId, wanted))) {
        if (performance.now() - startedMs > longestMs)
          throw new Error(`not every good post is stored after ${longestMs / 1000} s`);
        await sleep(50);
      }
      if (internet.failures() < failing / 2)
        throw new Error(`only ${internet.failures()} of ${failing} pictures failed meanwhile`);
      return (performance.now() - startedMs) / 1000;
    } finally {
      await pipeline.stop();
    }
  } finally {
    await internet.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether all of these posts have their records. @throws {Error} when one says that its picture is not stored. */
async function areStored(
  { bucket }: LocalPipeline,
  crawlId: string,
  postIds: readonly string[],
): Promise<boolean> {
  const outcomes = new Map(
    (await bucket.keys(postRecordPrefix(crawlId)))
      .map(postOfKey)
      .map(({ postId, counts = "" }) => [postId, countsOfText(counts)?.outcome]),
  );
  const missed = postIds.find((id) => outcomes.has(id) && outcomes.get(id) !== "stored");
  if (missed !== undefined) throw new Error(`${missed} ended as ${outcomes.get(missed)}`);
  return postIds.every((id) => outcomes.has(id));
}
