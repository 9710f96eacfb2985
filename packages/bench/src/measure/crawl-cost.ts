import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { orderCrawl } from "@reddit-crawler/cli/pipeline/crawl-api";
import { followCrawl } from "@reddit-crawler/cli/local/follow-crawl";
import { endlessPatience } from "@reddit-crawler/cli/local/patience";
import { pictureFolder } from "@reddit-crawler/picture-folder/picture-folder";
import type { LocalSettings } from "@reddit-crawler/cli/pipeline/local-settings";
import { startPipeline } from "@reddit-crawler/cli/pipeline/pipeline";
import type { StackEvent } from "@reddit-crawler/local-stack/stack-event";

import { startPictureInternet } from "../servers/picture-internet.ts";
import { watchProcessTimes, type ProcessTimes } from "./process-times.ts";

/** Reddit lists a thousand posts at most, so that more of them are several crawls. */
const postsPerCrawl = 1000;

/** Amounts by what they are of. */
export type Amounts = ReadonlyMap<string, number>;

/** What crawls took on this machine. */
export interface CrawlCost {
  seconds: number;
  /** By service and action. */
  requests: Amounts;
  /** By function, as are all that follow. */
  invocations: Amounts;
  /** By the clock, waiting for a core included. */
  functionSeconds: Amounts;
  /** Of the processor, starts included; empty on a system without /proc. */
  processorSeconds: Amounts;
  logBytes: Amounts;
}

/** Keys that the played Reddit takes; all else as by default. */
export const benchSettings: LocalSettings = {
  redditCredentials: { clientId: "id", clientSecret: "secret" },
  redditUserAgent: undefined,
  imgurClientId: undefined,
  mediaHosts: undefined,
  imgurPageId: "on",
};

/** What `posts` posts of one picture cost, as crawls one after the other on a fresh embedded stack. */
export async function crawlCost(posts: number): Promise<CrawlCost> {
  const folder = await mkdtemp(join(tmpdir(), "bench-growth-"));
  const internet = await startPictureInternet(folder);
  const times = watchProcessTimes();
  const counts = {
    requests: new Map<string, number>(),
    invocations: new Map<string, number>(),
    functionSeconds: new Map<string, number>(),
    logBytes: new Map<string, number>(),
  };
  const pipeline = await startPipeline({
    settings: benchSettings,
    folder,
    network: internet.environment,
    onLog: ({ function: name, line }) => add(counts.logBytes, name, Buffer.byteLength(line) + 1),
    onEvent: (event) => count(event, counts, times),
  });
  try {
    const startMs = Date.now();
    for (let done = 0; done < posts; done += postsPerCrawl) {
      const crawlId = await orderCrawl(pipeline.apiUrl, {
        subreddit: `bench${done / postsPerCrawl}`,
        sort_method: "new",
        time_filter: "all",
        limit: Math.min(postsPerCrawl, posts - done),
      });
      const end = await followCrawl(crawlId, {
        pipeline,
        folder: pictureFolder(join(folder, "pictures")),
        patience: endlessPatience,
        onProgress: () => {},
        sleep: (ms) => sleep(ms),
      });
      if (end.kind !== "decided") throw new Error(`the crawl ended ${end.kind}`);
    }
    const seconds = (Date.now() - startMs) / 1000;
    return { seconds, ...counts, processorSeconds: times.stop() };
  } finally {
    times.stop();
    await pipeline.stop();
    await internet.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Adds up what the stack reports: each request of a function to AWS, and each invocation's time. */
function count(
  event: StackEvent,
  counts: Record<"requests" | "invocations" | "functionSeconds", Map<string, number>>,
  times: ProcessTimes,
): void {
  if (event.type === "sandbox-started") times.watch(event.function, event.pid);
  if (event.type === "aws-request") add(counts.requests, `${event.service} ${event.action}`, 1);
  if (event.type === "invoked") add(counts.invocations, event.function, 1);
  if ("durationMs" in event) add(counts.functionSeconds, event.function, event.durationMs / 1000);
}

function add(counts: Map<string, number>, name: string, amount: number): void {
  counts.set(name, (counts.get(name) ?? 0) + amount);
}
