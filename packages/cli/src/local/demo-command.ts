import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { markAsDemo } from "@reddit-crawler/picture-folder/demo-mark";
import {
  demoCredentials,
  startReplay,
  type Replay,
} from "@reddit-crawler/replay-reddit/start-replay";

import type { LocalSettings } from "../pipeline/local-settings.ts";
import { runCrawl, type CrawlRun } from "./run-crawl.ts";

/** What a person would configure to crawl the replay's Reddit. */
export const demoSettings: LocalSettings = {
  redditCredentials: demoCredentials,
  redditUserAgent: undefined,
  imgurClientId: undefined,
  mediaHosts: undefined,
  imgurPageId: "on",
};

/** Crawls the replay's Reddit exactly as `crawl` crawls the real one, and marks the crawl as the demo's. */
export async function runDemo({
  folder,
  output,
  signal,
}: Pick<CrawlRun, "folder" | "output" | "signal">): Promise<number> {
  const workDir = await mkdtemp(join(tmpdir(), "reddit-crawler-demo-"));
  let replay: Replay | undefined;
  try {
    replay = await startReplay({ workDir });
    return await runCrawl({
      order: { subreddit: "aww", sort_method: "top", time_filter: "day", limit: 100 },
      settings: demoSettings,
      folder,
      network: { ...replay.environment() },
      output,
      signal,
      onOrdered: (crawlId) => markAsDemo(folder, crawlId),
    });
  } finally {
    await replay?.stop();
    await rm(workDir, { recursive: true, force: true });
  }
}
