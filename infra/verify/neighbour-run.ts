import { createHash } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { orderCrawl } from "@reddit-crawler/cli/pipeline/crawl-api";
import { demoSettings } from "@reddit-crawler/cli/local/demo-command";
import { followCrawl, type CrawlEnd } from "@reddit-crawler/cli/local/follow-crawl";
import { endlessPatience } from "@reddit-crawler/cli/local/patience";
import { pictureFolder } from "@reddit-crawler/picture-folder/picture-folder";
import { startPipeline, type LocalPipeline } from "@reddit-crawler/cli/pipeline/pipeline";
import type { PostRecord } from "@reddit-crawler/message-schema";
import { startReplay } from "@reddit-crawler/replay-reddit/start-replay";

import type { CrawlOutcome, PostOutcome } from "./crawl-outcome.ts";

/** Without progress: a message that nobody understands would come back for half an hour. */
const patienceMs = 60_000;

/** What one crawl takes. */
export interface NeighbourRun {
  /** A new folder for what the run leaves. */
  folder: string;
  /** Each stage's zip. */
  zips: Readonly<Record<string, string>>;
  /** The template to run; today's where none is given. */
  templatePath?: string | undefined;
  /** A record as the older version's contract reads it. */
  read: (record: PostRecord) => Readonly<Record<string, unknown>>;
}

/**
 * Crawls the replay with these zips, to the last post.
 * @throws in the stages' own words when one of them logs an error, fails, or leaves a post undecided.
 */
export async function crawlWith({
  folder,
  zips,
  templatePath,
  read,
}: NeighbourRun): Promise<CrawlOutcome> {
  const replay = await startReplay({ workDir: join(folder, "replay") });
  const stopped = new AbortController();
  let known = 0;
  const timer = setTimeout(
    () => stopped.abort(new Error(`nothing was listed or decided for ${patienceMs / 1000} s`)),
    patienceMs,
  );
  try {
    const pipeline = await startPipeline({
      settings: demoSettings,
      folder,
      network: { ...replay.environment() },
      zips,
      templatePath,
      onLog: ({ function: name, line }) => {
        if (/"level":"error"/.test(line)) stopped.abort(new Error(`${name} logged ${line}`));
      },
      onEvent: (event) => {
        if (event.type === "failed" || event.type === "timed-out")
          stopped.abort(new Error(`${event.function} failed: ${event.error}`));
      },
    });
    try {
      const crawlId = await orderCrawl(pipeline.apiUrl, {
        subreddit: "aww",
        sort_method: "top",
        time_filter: "day",
        limit: 100,
      });
      const end: CrawlEnd = await followCrawl(crawlId, {
        pipeline,
        folder: pictureFolder(folder),
        patience: endlessPatience,
        onProgress: ({ summary, records }) => {
          const now = (summary?.counts.listed ?? 0) + records.length;
          if (now > known) timer.refresh();
          known = now;
        },
        sleep: (ms) => sleep(ms, undefined, { signal: stopped.signal }),
      });
      if (end.kind !== "decided")
        throw new Error(end.kind === "failed" ? end.message : "posts were given up");
      return await outcomeOf(end.progress.records, pipeline.bucket, read);
    } finally {
      await pipeline.stop();
    }
  } catch (error) {
    throw stopped.signal.aborted ? stopped.signal.reason : error;
  } finally {
    clearTimeout(timer);
    await replay.stop();
  }
}

async function outcomeOf(
  records: readonly PostRecord[],
  bucket: LocalPipeline["bucket"],
  read: NeighbourRun["read"],
): Promise<CrawlOutcome> {
  const outcomes = new Map<string, PostOutcome>();
  for (const record of records) {
    const files: Record<string, string> = {};
    for (const key of await bucket.keys(`media/${record.post.subreddit}/${record.post.id}/`))
      if (!key.endsWith("/post.json"))
        files[key] = createHash("sha256")
          .update((await bucket.get(key)) ?? "")
          .digest("hex");
    outcomes.set(record.post.id, {
      record: { ...read(record), crawlId: "any", decidedAt: "any" },
      files,
    });
  }
  return outcomes;
}
