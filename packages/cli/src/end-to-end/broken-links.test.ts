import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { changeTemplate } from "@reddit-crawler/local-stack/testing/change-template";
import { startReplay, type Replay } from "@reddit-crawler/replay-reddit/start-replay";
import { afterEach, beforeEach, expect, test } from "vitest";

import { demoSettings } from "../local/demo-command.ts";
import { orderCrawl } from "../pipeline/crawl-api.ts";
import { startPipeline } from "../pipeline/pipeline.ts";
import { postRecordOf } from "../pipeline/post-record.ts";
import { changedTemplate } from "../testing/changed-template.ts";

/** Of 100 posts; three times as many as there are places. */
const broken = 31;
const places = "10";

let folder: string;
let replay: Replay | undefined;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => replay?.stop());

/** Posts with one upload of their own, which shall fail, and every post with pictures that links none of these. */
async function posts() {
  const all = await replay!.expected(100);
  const uploadsOf = ({ pictures }: (typeof all)[number]) => pictures.map(({ url }) => url);
  const single = all.map(uploadsOf).filter((urls) => urls.length === 1);
  const own = single.flat().filter((url) => url.startsWith("https://i.redd.it/"));
  const uploads = new Set([...new Set(own)].slice(0, broken));
  const good = all.filter(
    (post) => post.pictures.length > 0 && !uploadsOf(post).some((url) => uploads.has(url)),
  );
  return { uploads: [...uploads], good: good.map(({ postId }) => postId) };
}

/** Seconds until every one of `ids` has its outcome, of a crawl with as many places as ten. */
async function secondsUntil(ids: readonly string[]): Promise<number> {
  const templatePath = changedTemplate(folder, (template) =>
    changeTemplate(
      template,
      "Resources.BalancerFunction.Properties.Environment.Variables.MAX_CONCURRENT_DOWNLOADS",
      places,
    ),
  );
  const pipeline = await startPipeline({
    settings: demoSettings,
    folder: join(folder, "pictures"),
    network: { ...replay?.environment() },
    templatePath,
    onLog: () => {},
  });
  try {
    const startedMs = performance.now();
    const crawlId = await orderCrawl(pipeline.apiUrl, {
      subreddit: "aww",
      sort_method: "top",
      time_filter: "day",
      limit: 100,
    });
    const isOpen = async (id: string) =>
      (await postRecordOf(pipeline.bucket, crawlId, id)) === undefined;
    for (const id of ids) while (await isOpen(id)) await sleep(50);
    return (performance.now() - startedMs) / 1000;
  } finally {
    await pipeline.stop();
  }
}

test("31 of 100 posts that fail for ever keep no other post waiting for a place", async () => {
  replay = await startReplay({ workDir: join(folder, "replay") });
  const { uploads, good } = await posts();
  expect(uploads).toHaveLength(broken);
  await replay.stop();

  const names = uploads.map((url) => new URL(url).pathname.replaceAll(".", "\\."));
  const path = new RegExp(`^(?:${names.join("|")})`);
  replay = await startReplay({
    workDir: join(folder, "replay"),
    faults: [{ host: "i.redd.it", path, times: Infinity, effect: { status: 500 } }],
  });
  const seconds = await secondsUntil(good);
  // A failing post's second attempt comes after half a minute. While such posts kept their places, nothing moved for
  // minutes, on any machine.
  expect(seconds).toBeLessThan(90);
}, 120_000);
