import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startReplay, type Replay } from "@reddit-crawler/replay-reddit/start-replay";

import type { CommandOutput } from "../terminal/command-output.ts";
import { markAsDemo } from "@reddit-crawler/picture-folder/demo-mark";
import { demoSettings } from "../pipeline/demo-settings.ts";
import { runCrawl } from "./run-crawl.ts";

/** What `demo` takes. */
export interface DemoRun {
  folder: string;
  output: CommandOutput;
  /** Aborted when the person wants to stop. */
  signal: AbortSignal;
}

/** Crawls the replay's Reddit exactly as `crawl` crawls the real one, and marks the crawl as the demo's. */
export async function runDemo({ folder, output, signal }: DemoRun): Promise<number> {
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
