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
import type { CommandOutput } from "../terminal/command-output.ts";
import { noNotes } from "../terminal/notes.ts";
import { runCrawl } from "./run-crawl.ts";

/** What a person who has keys would configure to crawl the replay's Reddit. */
export const demoSettings: LocalSettings = {
  redditCredentials: demoCredentials,
  redditUserAgent: undefined,
  imgurClientId: undefined,
  mediaHosts: undefined,
  imgurPageId: "on",
};

/** The way into the replay's Reddit: `keyless` is what a newcomer has. */
export type DemoSource = "keyless" | "api";

/** What `demo` takes. */
interface DemoRun {
  source: DemoSource;
  folder: string;
  output: CommandOutput;
  /** Aborted when the person wants to stop. */
  signal: AbortSignal;
}

/** Crawls the replay's Reddit exactly as `crawl` crawls the real one, and marks the crawl as the demo's. */
export async function runDemo({ source, folder, output, signal }: DemoRun): Promise<number> {
  const workDir = await mkdtemp(join(tmpdir(), "reddit-crawler-demo-"));
  let replay: Replay | undefined;
  output.hint("Reddit, the archive and the picture hosts are played on this machine.");
  try {
    replay = await startReplay({ workDir, feed: { everySeconds: 60 } });
    return await runCrawl({
      order: { subreddit: "aww", sort_method: "top", time_filter: "day", limit: 100, source },
      settings: {
        ...demoSettings,
        redditCredentials: source === "api" ? demoCredentials : undefined,
      },
      folder,
      // Each demo plays a Reddit that nobody has asked yet: the next one need not wait until its feed may be asked again.
      keepsState: false,
      network: { ...replay.environment() },
      // They are about the real Reddit.
      output: { ...output, notes: noNotes },
      signal,
      onOrdered: (crawlId) => markAsDemo(folder, crawlId),
    });
  } finally {
    await replay?.stop();
    await rm(workDir, { recursive: true, force: true });
  }
}
