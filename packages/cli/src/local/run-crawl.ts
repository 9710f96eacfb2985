import { setTimeout as sleep } from "node:timers/promises";

import { writeGalleryIndex } from "@reddit-crawler/gallery/document/write-index";
import { pictureFolder } from "@reddit-crawler/picture-folder/picture-folder";

import { importFile } from "../import/import-file.ts";
import { orderCrawl, type CrawlOrder } from "../pipeline/crawl-api.ts";
import { crawlSignals } from "../pipeline/crawl-signals.ts";
import type { LocalSettings } from "../pipeline/local-settings.ts";
import { startPipeline, type LocalPipeline } from "../pipeline/pipeline.ts";
import { stageLog } from "../pipeline/stage-log.ts";
import { failureAdvice, ownChangesHint, whereToLook } from "../terminal/advice.ts";
import type { CommandOutput } from "../terminal/command-output.ts";
import { showResult } from "../terminal/crawl-report.ts";
import { countOf } from "../terminal/crawl-units.ts";
import { crawlWatch } from "../terminal/crawl-watch.ts";
import { followCrawl, type CrawlProgress } from "./follow-crawl.ts";
import { hostWaits } from "./host-waits.ts";
import { localStatus } from "./local-status.ts";
import { createPatience } from "./patience.ts";
import { verifyBefore } from "./verify-folder.ts";

/** What one `crawl` takes. */
export interface CrawlRun {
  order: CrawlOrder;
  /** The file that the order reads. */
  from?: string | undefined;
  settings: LocalSettings;
  folder: string;
  network: Readonly<Record<string, string>>;
  output: CommandOutput;
  /** Aborted when the person wants to stop. */
  signal: AbortSignal;
  /** Milliseconds beyond the last progress, after which posts that wait for a host are left to the next run. */
  patienceMs?: number | undefined;
  /** Whether the folder's pictures are compared with their records first, and broken ones downloaded again. */
  verify?: boolean | undefined;
  /** Where gates are kept that all crawls of this machine share; none where the crawl asks no real Reddit. */
  stateFolder?: string | undefined;
  /** The template to run; infra/template.yaml where none is given. */
  templatePath?: string;
  /** False where the next run has nothing to do with the hosts that this one asks. */
  keepsState?: boolean;
  /** Called once the pipeline is up. */
  onStarted?: (pipeline: LocalPipeline) => void;
  /** Called once the crawl has its id. */
  onOrdered?: (crawlId: string) => Promise<void>;
}

/** Longer than any attempt of a post takes. */
const defaultPatienceMs = 120_000;

/**
 * Runs one crawl on a pipeline of its own, from start to summary, and stops all it started.
 * Resolves to the exit code: 0 when every post was decided, 1 when not, 130 when it was stopped.
 */
export async function runCrawl(run: CrawlRun): Promise<number> {
  const { settings, network, templatePath, keepsState = true, output, signal } = run;
  const { patienceMs = defaultPatienceMs } = run;
  const { view } = output;
  const patience = createPatience(patienceMs);
  const watch = crawlWatch(output);
  const signals = crawlSignals({
    onWait: watch.waited,
    // The summary is polled between pictures only, and these may take long.
    onListed: () => watch.listed(),
    onStored: patience.progress,
  });
  const printLog = stageLog(output);
  const folder = pictureFolder(run.folder, { keepsState });
  const pipeline = await startPipeline({
    // The pipeline serves this order alone, so that its hosts are the ones to open.
    settings: { ...settings, mediaHosts: hostsOf(run.order) ?? settings.mediaHosts },
    folder: run.folder,
    stateFolder: run.stateFolder,
    network,
    templatePath,
    onLog: (entry) => {
      signals.onLog(entry);
      printLog(entry);
    },
  });
  run.onStarted?.(pipeline);
  const working = AbortSignal.any([signal, pipeline.folderLost]);
  try {
    // Before the records are put that the crawl goes by.
    if (run.verify === true) await verifyBefore(run.folder, pipeline, output, signal);
    const left = ownChangesHint(await folder.seed(pipeline.bucket));
    if (left !== undefined) output.hint(left);
    signal.throwIfAborted();
    if (run.from !== undefined)
      await importFile({ path: run.from, target: pipeline.imports, ...run });
    watch.ordered();
    const crawlId = await orderCrawl(pipeline.apiUrl, run.order);
    await run.onOrdered?.(crawlId);
    const statusOf = ({ summary, records, givenUp }: CrawlProgress) =>
      summary && localStatus(summary, records, givenUp);
    const waits = hostWaits(pipeline.waitingPosts);
    const end = await followCrawl(crawlId, {
      pipeline,
      folder,
      patience,
      onProgress: (progress) => {
        const status = statusOf(progress);
        watch.show(status, {
          inFlight: progress.inFlight,
          redditBudget: signals.redditBudget(),
          wait: signals.wait(status) ?? waits.wait(crawlId, patience.leftMs()),
        });
      },
      sleep: (ms) => sleep(ms, undefined, { signal: working }),
    });
    const missing = await folder.missingPosts(end.progress.records);
    const index = await writeGalleryIndex(run.folder);
    view.end();
    const { records, givenUp } = end.progress;
    const status = statusOf(end.progress);
    if (status)
      showResult({ status, records, givenUp, spent: watch.spent(), folder: run.folder }, output);
    if (end.kind === "failed")
      view.print(
        `The crawl of ${status?.address ?? run.order.subreddit} failed. ${failureAdvice(status?.failure?.code, end.message)}`,
      );
    else if (end.kind === "waiting") view.print(waits.endWords(crawlId, end.open));
    else if (end.kind === "given-up") view.print("Run the same crawl again to go on.");
    else output.hint(whereToLook(index));
    if (missing > 0)
      view.print(
        `The pictures of ${countOf(missing, "post")} were removed while the crawl ran. Run the same crawl again to download them anew.`,
      );
    return end.kind === "decided" && missing === 0 ? 0 : 1;
  } catch (error) {
    if (!signal.aborted) {
      await pipeline.checkFolder();
      throw error;
    }
    view.end();
    view.print(
      `Stopped. What was decided is kept in ${run.folder}; the same command goes on from there.`,
    );
    return 130;
  } finally {
    await pipeline.stop();
  }
}

function hostsOf({ media_hosts: hosts }: CrawlOrder): string | undefined {
  return hosts?.includes("all") ? "all" : hosts?.join();
}
