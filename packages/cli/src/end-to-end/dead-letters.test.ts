import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { changeTemplate } from "@reddit-crawler/local-stack/testing/change-template";
import { temporaryReplay } from "@reddit-crawler/replay-reddit/testing/temporary-replay";
import { expect, onTestFinished, test } from "vitest";

import { orderCrawl } from "../pipeline/crawl-api.ts";
import { followCrawl, type FollowOptions } from "../local/follow-crawl.ts";
import { endlessPatience } from "../local/patience.ts";
import { pictureFolder } from "@reddit-crawler/picture-folder/picture-folder";
import { readCrawls } from "@reddit-crawler/picture-folder/read-crawls";
import { demoSettings } from "../local/demo-command.ts";
import { startPipeline } from "../pipeline/pipeline.ts";
import { changedTemplate } from "../testing/changed-template.ts";

const order = { subreddit: "aww", sort_method: "top", time_filter: "day", limit: 3 };

test(
  "a post that was given up waits in the dead-letter queue, and is stored once it is redriven",
  { timeout: 120_000 },
  async () => {
    const { folder, replay } = await temporaryReplay({
      // The first picture, and the copy that its last attempt would take instead.
      faults: ["i.redd.it", "preview.redd.it"].map((host) => ({
        host,
        times: 1,
        effect: { status: 503 },
      })),
    });
    // One attempt only, so that the first failure is the last.
    const templatePath = changedTemplate(folder, (template) => {
      const worker = "Resources.DownloadWorkerFunction.Properties.Environment.Variables";
      changeTemplate(template, "Resources.PostQueue.Properties.RedrivePolicy.maxReceiveCount", 1);
      changeTemplate(template, `${worker}.MAX_RECEIVE_COUNT`, "1");
    });
    const pipeline = await startPipeline({
      settings: demoSettings,
      folder: join(folder, "pictures"),
      network: { ...replay.environment() },
      templatePath,
      onLog: () => {},
      onEvent: () => {},
    });
    onTestFinished(() => pipeline.stop());
    const options: FollowOptions = {
      pipeline,
      folder: pictureFolder(join(folder, "pictures")),
      patience: endlessPatience,
      onProgress: () => {},
      sleep: (ms) => sleep(ms),
    };
    const crawlId = await orderCrawl(pipeline.apiUrl, order);
    const first = await followCrawl(crawlId, options);
    expect(first.kind).toBe("given-up");
    expect(first.progress.deadLettered).toBe(1);

    const [lost] = pipeline.deadLetters();
    expect(lost).toMatchObject({ crawlId, subreddit: "aww", code: "http-503", attempts: 1 });
    const kept = async () => (await readCrawls(join(folder, "pictures")))[0]?.givenUp;
    expect(await kept()).toMatchObject([{ postId: lost?.postId, code: "http-503" }]);
    await pipeline.retryDeadLetters();
    const second = await followCrawl(crawlId, options);
    expect(second.kind).toBe("decided");
    expect(second.progress.records).toHaveLength(3);
    expect(await kept()).toEqual([]);
    // The record comes first; whether the crawl is over is looked at again 20 s later.
    await expect
      .poll(() => pipeline.queueDepths(), { timeout: 60_000 })
      .toEqual({ waiting: 0, inFlight: 0, deadLettered: 0 });
  },
);
