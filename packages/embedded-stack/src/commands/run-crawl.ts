import { setTimeout as sleep } from "node:timers/promises";

import { orderCrawl, type CrawlOrder } from "./crawl-api.ts";
import { crawlReport, progressLine } from "./crawl-report.ts";
import { followCrawl } from "./follow-crawl.ts";
import type { LocalSettings } from "./local-settings.ts";
import { loaderFailures } from "./loader-failures.ts";
import { pictureFolder } from "./picture-folder.ts";
import { startPipeline, type LocalPipeline } from "./pipeline.ts";
import type { ProgressView } from "./progress-view.ts";
import { stageLog } from "./stage-log.ts";

/** What one `crawl` takes, besides the order itself. */
export interface CrawlRun {
  order: CrawlOrder;
  settings: LocalSettings;
  folder: string;
  network: Readonly<Record<string, string>>;
  verbose: boolean;
  view: ProgressView;
  /** Aborted when the person wants to stop. */
  signal: AbortSignal;
  /** The template to run; infra/template.yaml where nothing is said. */
  templatePath?: string;
  /** Told once the pipeline is up. */
  onStarted?: (pipeline: LocalPipeline) => void;
}

/**
 * Runs one crawl on a pipeline of its own, from start to summary, and stops all it started.
 * Resolves to the exit code: 0 when every post was decided, 1 when not, 130 when it was stopped.
 */
export async function runCrawl(run: CrawlRun): Promise<number> {
  const { view, signal } = run;
  const startedAt = Date.now();
  const failures = loaderFailures();
  const folder = pictureFolder(run.folder);
  const pipeline = await startPipeline({
    settings: run.settings,
    folder: run.folder,
    network: run.network,
    templatePath: run.templatePath,
    onLog: stageLog(view, run.verbose),
    onEvent: failures.onEvent,
  });
  run.onStarted?.(pipeline);
  try {
    await folder.seed(pipeline.bucket);
    signal.throwIfAborted();
    const crawlId = await orderCrawl(pipeline.apiUrl, run.order);
    const end = await followCrawl(crawlId, {
      bucket: pipeline.bucket,
      folder,
      queueDepths: pipeline.queueDepths,
      loaderFailure: failures.of,
      onProgress: (progress) => view.show(progressLine(progress)),
      sleep: (ms) => sleep(ms, undefined, { signal }),
    });
    view.end();
    if (end.kind === "failed") {
      view.print(`The crawl of r/${run.order.subreddit} failed. ${end.message}`);
      return 1;
    }
    view.print(crawlReport(end.progress, run.folder, Date.now() - startedAt));
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
