import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { pictureFolder } from "@reddit-crawler/picture-folder/picture-folder";
import { temporaryReplay } from "@reddit-crawler/replay-reddit/testing/temporary-replay";
import { expect, onTestFinished, test } from "vitest";

import { demoSettings } from "../local/demo-command.ts";
import { followCrawl } from "../local/follow-crawl.ts";
import { endlessPatience } from "../local/patience.ts";
import { orderCrawl } from "../pipeline/crawl-api.ts";
import { startPipeline } from "../pipeline/pipeline.ts";

const order = { subreddit: "aww", sort_method: "top", time_filter: "day", limit: 5 };

test(
  "crawls into two folders at once keep their requests to Reddit apart, as one crawl does",
  { timeout: 180_000 },
  async () => {
    const { folder, replay } = await temporaryReplay();
    const stateFolder = join(folder, "state");
    const start = async (name: string) => {
      const pipeline = await startPipeline({
        settings: demoSettings,
        folder: join(folder, name),
        stateFolder,
        network: { ...replay.environment() },
        onLog: () => {},
      });
      onTestFinished(() => pipeline.stop());
      return async () => {
        const crawlId = await orderCrawl(pipeline.apiUrl, order);
        const pictures = pictureFolder(join(folder, name));
        const follow = {
          pipeline,
          folder: pictures,
          patience: endlessPatience,
          onProgress: () => {},
        };
        return (await followCrawl(crawlId, { ...follow, sleep: (ms) => sleep(ms) })).kind;
      };
    };
    const crawls = [await start("a"), await start("b")];
    const ends = await Promise.all(crawls.map((crawl) => crawl()));
    expect(ends).toEqual(["decided", "decided"]);
    // One that begins right behind them knows of their last request.
    const next = await start("c");
    expect(await next()).toBe("decided");
    const asked = replay
      .requests()
      .filter(({ host, path }) => host === "oauth.reddit.com" && path.startsWith("/r/"))
      .map(({ at }) => at);
    expect(asked).toHaveLength(3);
    const gaps = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2000);
    expect((await readdir(stateFolder, { recursive: true })).join()).toMatch(/reddit-gate\.json/);
  },
);
