import { setTimeout as sleep } from "node:timers/promises";

import { writeGalleryIndex } from "@reddit-crawler/gallery/document/write-index";

import { orderCrawl, type CrawlOrder } from "../pipeline/crawl-api.ts";
import { crawlReport, resultJson } from "../terminal/crawl-report.ts";
import { crawlSignals } from "../pipeline/crawl-signals.ts";
import { crawlWatch } from "./crawl-watch.ts";
import { followCrawl } from "./follow-crawl.ts";
import { largestPictures } from "./largest-pictures.ts";
import { localAdvice } from "./local-advice.ts";
import type { LocalSettings } from "../pipeline/local-settings.ts";
import { loaderFailures } from "../pipeline/loader-failures.ts";
import { localStatus } from "./local-status.ts";
import type { CommandOutput } from "../terminal/command-output.ts";
import { pictureFolder } from "@reddit-crawler/picture-folder/picture-folder";
import { startPipeline, type LocalPipeline } from "../pipeline/pipeline.ts";
import { stageLog } from "../pipeline/stage-log.ts";
import { stopwatch } from "../terminal/time-spent.ts";
import { whereToLook } from "./where-to-look.ts";

/** What one `crawl` takes, besides the order itself. */
export interface CrawlRun {
  order: CrawlOrder;
  settings: LocalSettings;
  folder: string;
  network: Readonly<Record<string, string>>;
  output: CommandOutput;
  /** Aborted when the person wants to stop. */
  signal: AbortSignal;
  /** The template to run; infra/template.yaml where nothing is said. */
  templatePath?: string;
  /** Told once the pipeline is up. */
  onStarted?: (pipeline: LocalPipeline) => void;
  /** Told once the crawl has its id. */
  onOrdered?: (crawlId: string) => Promise<void>;
}

/**
 * Runs one crawl on a pipeline of its own, from start to summary, and stops all it started.
 * Resolves to the exit code: 0 when every post was decided, 1 when not, 130 when it was stopped.
 */
export async function runCrawl(run: CrawlRun): Promise<number> {
  const { output, signal } = run;
  const { view, paint } = output;
  const watch = stopwatch();
  const show = crawlWatch(view, paint, watch);
  const signals = crawlSignals({
    onWait: (ms) => watch.waited(ms),
    // The summary is looked at between pictures only, and these may take long.
    onListed: () => watch.listed(),
  });
  const printLog = stageLog(output);
  const failures = loaderFailures();
  const folder = pictureFolder(run.folder);
  const pipeline = await startPipeline({
    settings: run.settings,
    folder: run.folder,
    network: run.network,
    templatePath: run.templatePath,
    onLog: (entry) => {
      signals.onLog(entry);
      printLog(entry);
    },
    onEvent: failures.onEvent,
  });
  run.onStarted?.(pipeline);
  try {
    await folder.seed(pipeline.bucket);
    signal.throwIfAborted();
    watch.ordered();
    const crawlId = await orderCrawl(pipeline.apiUrl, run.order);
    await run.onOrdered?.(crawlId);
    const end = await followCrawl(crawlId, {
      bucket: pipeline.bucket,
      folder,
      queueDepths: pipeline.queueDepths,
      loaderFailure: failures.of,
      onProgress: (progress) => {
        const status = localStatus(progress);
        show(status, {
          inFlight: progress.inFlight,
          redditBudget: signals.redditBudget(),
          wait: signals.wait(status),
        });
      },
      sleep: (ms) => sleep(ms, undefined, { signal }),
    });
    const index = await writeGalleryIndex(run.folder);
    view.end();
    const status = localStatus(end.progress);
    if (status) {
      const largest = largestPictures(end.progress.records);
      const result = { status, largest, spent: watch.spent(), folder: run.folder };
      output.result(
        (paintOut) => crawlReport(result, paintOut),
        () => resultJson(result),
      );
    }
    if (end.kind === "failed")
      view.print(
        `The crawl of r/${run.order.subreddit} failed. ${localAdvice(status?.failure?.code) ?? end.message}`,
      );
    else if (end.kind === "given-up") view.print("Run the same crawl again to go on.");
    else output.hint(whereToLook(index));
    return end.kind === "decided" ? 0 : 1;
  } catch (error) {
    if (!signal.aborted) throw error;
    view.end();
    view.print(
      `Stopped. What was decided is kept in ${run.folder}; the same command goes on from there.`,
    );
    return 130;
  } finally {
    await pipeline.stop();
  }
}
