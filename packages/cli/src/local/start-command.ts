import { setTimeout as sleep } from "node:timers/promises";

import { startGallery, type Gallery } from "@reddit-crawler/gallery/server/start-gallery";
import { writeGalleryIndex } from "@reddit-crawler/gallery/document/write-index";

import { endAll } from "@reddit-crawler/local-stack/end-all";
import { createKeyedLock } from "@reddit-crawler/function-runtime/keyed-lock";
import type { CommandOutput } from "../terminal/command-output.ts";
import { crawlReport } from "../terminal/crawl-report.ts";
import { followCrawl, type CrawlProgress } from "./follow-crawl.ts";
import { largestPictures } from "./largest-pictures.ts";
import { localAdvice } from "./local-advice.ts";
import type { LocalSettings } from "../pipeline/local-settings.ts";
import { loaderFailures } from "../pipeline/loader-failures.ts";
import { localStatus } from "./local-status.ts";
import { pictureFolder } from "@reddit-crawler/picture-folder/picture-folder";
import { startPipeline } from "../pipeline/pipeline.ts";
import { pipelineNews } from "../pipeline/pipeline-news.ts";
import { stageLog } from "../pipeline/stage-log.ts";
import { whereToLook } from "./where-to-look.ts";

/** What `start` takes. */
export interface StartRun {
  settings: LocalSettings;
  folder: string;
  network: Readonly<Record<string, string>>;
  apiPort: number | undefined;
  output: CommandOutput;
  /** Aborted when the person wants to stop. */
  signal: AbortSignal;
  /** Told the gallery's address once it is up. */
  onStarted?: (galleryUrl: string) => void;
}

/** Chosen: a new crawl is noticed about as soon as its listing is asked for. */
const lookIntervalMs = 500;
/** Chosen: the same address at every start, so that it can be bookmarked; a free port when it is taken. */
const galleryPort = 4280;

/** Keeps the pipeline up, and keeps the pictures of every crawl that its API is asked for, until it is stopped. */
export async function runStart(run: StartRun): Promise<number> {
  const { signal } = run;
  const { view, paint } = run.output;
  const failures = loaderFailures();
  const folder = pictureFolder(run.folder);
  const pipeline = await startPipeline({
    settings: run.settings,
    folder: run.folder,
    network: run.network,
    onLog: stageLog(run.output),
    onEvent: failures.onEvent,
    ...(run.apiPort !== undefined && { apiPort: run.apiPort }),
  });

  const followed = new Map<string, Promise<void>>();
  /** Crawls that ended with posts in the dead-letter queue: they go on when these are retried. */
  const givenUp = new Set<string>();
  const news = pipelineNews();
  const inTurn = createKeyedLock();

  const report = (progress: CrawlProgress) => {
    const status = localStatus(progress);
    const largest = largestPictures(progress.records);
    return status ? crawlReport({ status, largest, folder: run.folder }, paint) : "nothing listed";
  };

  const follow = async (crawlId: string) => {
    view.print(`Crawl ${crawlId} has begun.`);
    const end = await followCrawl(crawlId, {
      bucket: pipeline.bucket,
      folder,
      queueDepths: pipeline.queueDepths,
      loaderFailure: failures.of,
      onProgress: ({ summary, records }) => news.tell({ type: "crawl", crawlId, summary, records }),
      sleep: (ms) => sleep(ms, undefined, { signal }),
    });
    const state = end.kind === "decided" ? "finished" : end.kind;
    const message =
      end.kind === "failed"
        ? (localAdvice(end.progress.summary?.failure?.code) ?? end.message)
        : undefined;
    news.tell({ type: "over", crawlId, state, ...(message !== undefined && { message }) });
    if (end.kind === "given-up") givenUp.add(crawlId);
    // One after the other, so that the last one written knows of every crawl that has ended.
    const page = await inTurn("index", () => writeGalleryIndex(run.folder));
    view.print(
      message === undefined
        ? `Crawl ${crawlId}: ${report(end.progress)}`
        : `Crawl ${crawlId} failed. ${message}`,
    );
    run.output.hint(whereToLook(page));
  };

  const retryDeadLetters = async () => {
    await pipeline.retryDeadLetters();
    for (const crawlId of givenUp) followed.delete(crawlId);
    givenUp.clear();
  };

  let gallery: Gallery | undefined;
  try {
    await folder.seed(pipeline.bucket);
    gallery = await startGallery(
      {
        apiUrl: pipeline.apiUrl,
        folder: run.folder,
        subscribe: news.subscribe,
        deadLetters: pipeline.deadLetters,
        retryDeadLetters,
        onError: (error) => view.print(`The gallery: ${String(error)}`),
      },
      galleryPort,
    );
    run.onStarted?.(gallery.url);
    view.print(
      [
        `The gallery is at ${gallery.url}. Start crawls there and watch them.`,
        `The API is at ${pipeline.apiUrl}. Pictures go to ${run.folder}. Ctrl-C ends it. Order a crawl with:`,
        `  curl -H 'content-type: application/json' -d '{"subreddit":"aww"}' ${pipeline.apiUrl}/crawls`,
      ].join("\n"),
    );
    for (;;) {
      for (const prefix of await pipeline.bucket.prefixes("crawls/")) {
        const crawlId = prefix.split("/")[1] ?? "";
        if (!followed.has(crawlId)) followed.set(crawlId, follow(crawlId));
      }
      news.tell({ type: "queues", queues: await pipeline.queueDepths() });
      await Promise.race([sleep(lookIntervalMs, undefined, { signal }), firstFailure(followed)]);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return 0;
  } finally {
    await endAll([
      () => gallery?.stop(),
      () => Promise.allSettled(followed.values()),
      () => pipeline.stop(),
    ]);
  }
}

/** Rejects when following any crawl has failed; never resolves. */
async function firstFailure(followed: ReadonlyMap<string, Promise<void>>): Promise<never> {
  await Promise.all(followed.values());
  return new Promise(() => {});
}
