import { setTimeout as sleep } from "node:timers/promises";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { createKeyedLock } from "@reddit-crawler/function-runtime/keyed-lock";
import { writeGalleryIndex } from "@reddit-crawler/gallery/document/write-index";
import type { StopResult } from "@reddit-crawler/gallery/contract/gallery-event";
import { startGallery, type Gallery } from "@reddit-crawler/gallery/server/start-gallery";
import { endAll } from "@reddit-crawler/local-stack/end-all";
import { pictureNames } from "@reddit-crawler/picture-folder/names/picture-names";
import { pictureFolder } from "@reddit-crawler/picture-folder/picture-folder";

import { startPipeline } from "../pipeline/pipeline.ts";
import { stageLog } from "../pipeline/stage-log.ts";
import { ownChangesHint, whereToLook } from "../terminal/advice.ts";
import { crawlReport } from "../terminal/crawl-report.ts";
import { countOf } from "../terminal/crawl-units.ts";
import { assertKept } from "./assert-kept.ts";
import { followCrawl, type CrawlEnd, type CrawlProgress } from "./follow-crawl.ts";
import { localStatus } from "./local-status.ts";
import { endlessPatience } from "./patience.ts";
import type { CrawlRun } from "./run-crawl.ts";

/** What `start` takes. */
export interface StartRun extends Pick<
  CrawlRun,
  "settings" | "folder" | "files" | "network" | "output" | "signal"
> {
  apiPort: number | undefined;
  /** Where gates are kept that all crawls of this machine share. */
  stateFolder?: string | undefined;
  /** Gets the gallery's address once it is up. */
  onStarted?: (galleryUrl: string) => void;
}

/** A new crawl is noticed about as soon as its listing is asked for. */
const pollIntervalMs = 500;
/** The same address at every start, so that it can be bookmarked; a free port when it is taken. */
const galleryPort = 4280;

const pageStates = {
  decided: "finished",
  "given-up": "given-up",
  waiting: "given-up",
  stopped: "stopped",
  failed: "failed",
} as const satisfies Record<CrawlEnd["kind"], string>;

/**
 * Keeps the pipeline up, and keeps the pictures of every crawl that its API is asked for, until it is stopped.
 * @throws what kept a crawl from keeping what it has, also then.
 */
export async function runStart(run: StartRun): Promise<number> {
  const { signal } = run;
  const { view, paint, hint } = run.output;
  if (run.apiPort === galleryPort)
    throw new CommandError(
      `${galleryPort} is the page's port. Name another for the API with --port, or none to get a free one.`,
    );
  const folder = pictureFolder(run.folder, run.files);
  const pipeline = await startPipeline({
    settings: run.settings,
    folder: run.folder,
    stateFolder: run.stateFolder,
    network: run.network,
    onLog: stageLog(run.output),
    ...(run.apiPort !== undefined && { apiPort: run.apiPort }),
  });

  const working = AbortSignal.any([signal, pipeline.folderLost]);
  const followed = new Map<string, Promise<void>>();
  const over = new Set<string>();
  /** Crawls that ended with posts in the dead-letter queue: they go on when these are redriven. */
  const givenUp = new Set<string>();
  const inTurn = createKeyedLock();

  const report = async ({ summary, records, givenUp }: CrawlProgress) => {
    if (!summary) return "nothing listed";
    const status = localStatus(summary, records, givenUp);
    const { pathOf } = await pictureNames(run.folder);
    const result = { status, records, givenUp, folder: run.folder, pathOf };
    return crawlReport(result, paint, run.output.notes);
  };

  const follow = async (crawlId: string, { show }: Gallery) => {
    over.delete(crawlId);
    hint(`Crawl ${crawlId} has begun.`);
    const end = await followCrawl(crawlId, {
      pipeline,
      folder,
      patience: endlessPatience,
      onProgress: ({ summary, records }) => show({ kind: "crawl", crawlId, summary, records }),
      sleep: (ms) => sleep(ms, undefined, { signal: working }),
    });
    over.add(crawlId);
    const message = end.kind === "failed" ? end.message : undefined;
    const state = pageStates[end.kind];
    show({ kind: "over", crawlId, state, ...(message !== undefined && { message }) });
    if (end.kind === "given-up") givenUp.add(crawlId);
    // One after the other, so that the last page written knows of every crawl that has ended.
    const page = await inTurn("index", () => writeGalleryIndex(run.folder));
    const tell = (text: string) => (end.kind === "decided" ? hint(text) : view.print(text));
    if (end.kind === "stopped") hint(`Crawl ${crawlId} is stopped. ${stoppedHint(end.open)}`);
    else if (message !== undefined) tell(`Crawl ${crawlId} failed. ${message}`);
    else tell(`Crawl ${crawlId}: ${await report(end.progress)}`);
    hint(whereToLook(page));
  };

  const stopCrawl = async (crawlId: string): Promise<StopResult> => {
    const following = followed.get(crawlId);
    if (!following) return "unknown";
    if (over.has(crawlId)) return "over";
    pipeline.stopped.stop(crawlId);
    await following;
    return "stopped";
  };

  const retryDeadLetters = async () => {
    await pipeline.retryDeadLetters();
    for (const crawlId of givenUp) followed.delete(crawlId);
    givenUp.clear();
  };

  let gallery: Gallery | undefined;
  try {
    const left = ownChangesHint(await folder.seed(pipeline.bucket));
    if (left !== undefined) hint(left);
    const { apiUrl } = pipeline;
    const deadLetters = async () => pipeline.deadLetters();
    const onError = (error: unknown) => view.print(`The gallery: ${String(error)}`);
    gallery = await startGallery(
      { apiUrl, folder: run.folder, deadLetters, retryDeadLetters, stopCrawl, onError },
      galleryPort,
    );
    run.onStarted?.(gallery.url);
    if (new URL(gallery.url).port !== String(galleryPort))
      hint(`${galleryPort} is taken: the page is at ${gallery.url}`);
    hint(
      [
        `The gallery is at ${gallery.url}. Start crawls there and watch them.`,
        `The API is at ${apiUrl}. Pictures go to ${run.folder}. Ctrl-C ends it. Order a crawl with:`,
        `  curl -H 'content-type: application/json' -d '{"subreddit":"aww"}' ${apiUrl}/crawls`,
      ].join("\n"),
    );
    for (;;) {
      for (const prefix of await pipeline.bucket.prefixes("crawls/")) {
        const crawlId = prefix.split("/")[1] ?? "";
        if (!followed.has(crawlId)) followed.set(crawlId, follow(crawlId, gallery));
      }
      gallery.show({ kind: "queues", queues: await pipeline.queueDepths() });
      await Promise.race([
        sleep(pollIntervalMs, undefined, { signal: working }),
        firstFailure(followed),
      ]);
    }
  } catch (error) {
    if (signal.aborted) return 0;
    await pipeline.checkFolder();
    throw error;
  } finally {
    await endAll([
      () => gallery?.stop(),
      async () => {
        // What failed otherwise is on its way already.
        if (!signal.aborted) return Promise.allSettled(followed.values());
        await assertKept(followed.values(), pipeline);
        // It knows of the small copies that were made meanwhile, too.
        return gallery && writeGalleryIndex(run.folder);
      },
      () => pipeline.stop(),
    ]);
  }
}

/** What a person can do about a stopped crawl with so many `open` posts. */
function stoppedHint(open: number): string {
  return `${countOf(open, "post")} of its listing ${open === 1 ? "is" : "are"} open. The same crawl again goes on: here, or with "reddit-crawler crawl" once this is ended.`;
}

/** Rejects when following any crawl has failed; never resolves. */
async function firstFailure(followed: ReadonlyMap<string, Promise<void>>): Promise<never> {
  await Promise.all(followed.values());
  return new Promise(() => {});
}
