import { setTimeout as sleep } from "node:timers/promises";

import { crawlReport } from "./crawl-report.ts";
import { followCrawl } from "./follow-crawl.ts";
import type { LocalSettings } from "./local-settings.ts";
import { loaderFailures } from "./loader-failures.ts";
import { pictureFolder } from "./picture-folder.ts";
import { startPipeline } from "./pipeline.ts";
import type { ProgressView } from "./progress-view.ts";
import { stageLog } from "./stage-log.ts";

/** What `start` takes. */
export interface StartRun {
  settings: LocalSettings;
  folder: string;
  network: Readonly<Record<string, string>>;
  apiPort: number | undefined;
  verbose: boolean;
  view: ProgressView;
  /** Aborted when the person wants to stop. */
  signal: AbortSignal;
}

/** Chosen: a new crawl is noticed about as soon as its listing is asked for. */
const lookIntervalMs = 500;

/** Keeps the pipeline up, and keeps the pictures of every crawl that its API is asked for, until it is stopped. */
export async function runStart(run: StartRun): Promise<number> {
  const { view, signal } = run;
  const failures = loaderFailures();
  const folder = pictureFolder(run.folder);
  const pipeline = await startPipeline({
    settings: run.settings,
    folder: run.folder,
    network: run.network,
    onLog: stageLog(view, run.verbose),
    onEvent: failures.onEvent,
    ...(run.apiPort !== undefined && { apiPort: run.apiPort }),
  });

  const follow = async (crawlId: string) => {
    const startedAt = Date.now();
    view.print(`Crawl ${crawlId} has begun.`);
    const end = await followCrawl(crawlId, {
      bucket: pipeline.bucket,
      folder,
      queueDepths: pipeline.queueDepths,
      loaderFailure: failures.of,
      onProgress: () => {},
      sleep: (ms) => sleep(ms, undefined, { signal }),
    });
    view.print(
      end.kind === "failed"
        ? `Crawl ${crawlId} failed. ${end.message}`
        : `Crawl ${crawlId}: ${crawlReport(end.progress, run.folder, Date.now() - startedAt)}`,
    );
  };

  const followed = new Map<string, Promise<void>>();
  try {
    await folder.seed(pipeline.bucket);
    view.print(
      [
        `The API is at ${pipeline.apiUrl}. Pictures go to ${run.folder}. Ctrl-C ends it. Order a crawl with:`,
        `  curl -H 'content-type: application/json' -d '{"subreddit":"aww"}' ${pipeline.apiUrl}/crawls`,
      ].join("\n"),
    );
    for (;;) {
      for (const prefix of await pipeline.bucket.folders("crawls/")) {
        const crawlId = prefix.split("/")[1] ?? "";
        if (!followed.has(crawlId)) followed.set(crawlId, follow(crawlId));
      }
      await Promise.race([sleep(lookIntervalMs, undefined, { signal }), firstFailure(followed)]);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return 0;
  } finally {
    await Promise.allSettled(followed.values());
    await pipeline.stop();
  }
}

/** Rejects when following any crawl has failed; never resolves. */
async function firstFailure(followed: ReadonlyMap<string, Promise<void>>): Promise<never> {
  await Promise.all(followed.values());
  return new Promise(() => {});
}
