import { setTimeout as sleep } from "node:timers/promises";

import { writeGalleryIndex } from "@reddit-crawler/gallery/document/write-index";
import { crawledCopies } from "@reddit-crawler/gallery/small-copies/crawled-copies";
import { pictureNames } from "@reddit-crawler/picture-folder/names/picture-names";
import { pictureFolder, type FileChoices } from "@reddit-crawler/picture-folder/picture-folder";

import { importFile } from "../import/import-file.ts";
import { hostsOf, type CrawlOrder } from "../pipeline/crawl-api.ts";
import { crawlSignals } from "../pipeline/crawl-signals.ts";
import type { LocalSettings } from "../pipeline/local-settings.ts";
import { startPipeline, type LocalPipeline } from "../pipeline/pipeline.ts";
import { stageLog } from "../pipeline/stage-log.ts";
import { ownChangesHint } from "../terminal/advice.ts";
import type { CommandOutput } from "../terminal/command-output.ts";
import { crawlWatch } from "../terminal/crawl-watch.ts";
import { sharedViews } from "../terminal/shared-view.ts";
import { assertKept } from "./assert-kept.ts";
import { hostWaits } from "./host-waits.ts";
import { orderAndFollow, type EndedCrawl, type SharedPipeline } from "./order-and-follow.ts";
import { createPatience } from "./patience.ts";
import { reportEnds } from "./report-ends.ts";
import { findStopped } from "./stopped-crawl.ts";
import { verifyBefore } from "./verify-folder.ts";

/** What a command takes that crawls. */
interface CrawlingRun {
  /** The file that the orders read. */
  from?: string | undefined;
  settings: LocalSettings;
  folder: string;
  /** How the pictures are kept in it; under their usual names where nothing is said. */
  files?: FileChoices;
  network: Readonly<Record<string, string>>;
  output: CommandOutput;
  /** Aborted when the person wants to stop. */
  signal: AbortSignal;
  /** Milliseconds beyond the last progress, after which posts that wait for a host are left to the next run. */
  patienceMs?: number | undefined;
  /** Whether the folder's pictures are compared with their records first, and broken ones downloaded again. */
  verify?: boolean | undefined;
  /** Whether every crawl begins anew, also one that was stopped. */
  anew?: boolean | undefined;
  /** Where gates are kept that all crawls of this machine share; none where the crawl asks no real Reddit. */
  stateFolder?: string | undefined;
  /** Whether the result is an array also of a single crawl. */
  asList?: boolean;
  /** The template to run; infra/template.yaml where none is given. */
  templatePath?: string;
  /** False where the next run has nothing to do with the hosts that this one asks. */
  keepsState?: boolean;
  /** Called once the pipeline is up. */
  onStarted?: (pipeline: LocalPipeline) => void;
  /** Called once a crawl has its id. */
  onOrdered?: (crawlId: string) => Promise<void>;
}

/** What one `crawl` takes. */
export interface CrawlRun extends CrawlingRun {
  order: CrawlOrder;
}

/** What several crawls take. */
export interface CrawlsRun extends CrawlingRun {
  /** A crawl for each, on one pipeline. All open the same hosts. */
  orders: readonly CrawlOrder[];
}

/** Longer than any attempt of a post takes. */
const defaultPatienceMs = 120_000;

/** Runs one crawl on a pipeline of its own, as `runCrawls` does. */
export function runCrawl({ order, ...run }: CrawlRun): Promise<number> {
  return runCrawls({ ...run, orders: [order] });
}

/**
 * Runs crawls on a pipeline of their own, from start to summary, and stops all it started. One is listed after the other,
 * while the pictures of those before are still downloaded.
 * Resolves to the exit code: 0 when every post was decided, 1 when not, 130 when it was stopped and what was decided is kept.
 * @throws the first error of a crawl, also where a stopped one could not be kept.
 */
export async function runCrawls(run: CrawlsRun): Promise<number> {
  const { orders, settings, network, templatePath, keepsState = true, output, signal } = run;
  const { patienceMs = defaultPatienceMs } = run;
  const { view, paint } = output;
  const startedAt = Date.now();
  const patience = createPatience(patienceMs);
  const views = sharedViews(view, orders.length);
  const watches = views.map((each) => crawlWatch({ view: each, paint }));
  const printLog = stageLog(output);
  const listeners: SharedPipeline["listeners"] = new Set([
    crawlSignals({ onStored: patience.progress }).onLog,
  ]);
  const folder = pictureFolder(run.folder, { ...run.files, keepsState });
  const pipeline = await startPipeline({
    // The pipeline serves these orders alone, so that their hosts are the ones to open.
    settings: { ...settings, mediaHosts: hostsOf(orders) ?? settings.mediaHosts },
    folder: run.folder,
    stateFolder: run.stateFolder,
    network,
    templatePath,
    onLog: (entry) => {
      for (const listen of listeners) listen(entry);
      printLog(entry);
    },
  });
  run.onStarted?.(pipeline);
  const copies = crawledCopies(run.folder);
  const failing = new AbortController();
  const working = AbortSignal.any([signal, pipeline.folderLost, failing.signal]);
  const following: Promise<EndedCrawl>[] = [];
  try {
    // Before the records are put that the crawl goes by.
    if (run.verify === true) await verifyBefore(run.folder, pipeline, output, signal);
    const left = ownChangesHint(await folder.seed(pipeline.bucket));
    if (left !== undefined) output.hint(left);
    const shared: SharedPipeline = {
      pipeline,
      folder: {
        ...folder,
        keepPost: async (bucket, record, broken) => {
          await folder.keepPost(bucket, record, broken);
          await copies.prepare(record);
        },
      },
      patience,
      waits: hostWaits(pipeline.waitingPosts),
      listeners,
      sleep: (ms) => sleep(ms, undefined, { signal: working }),
      onOrdered: run.onOrdered,
    };
    const failed = Promise.withResolvers<never>();
    for (const [index, order] of orders.entries()) {
      signal.throwIfAborted();
      const watch = watches[index] ?? crawlWatch(output);
      if (run.from !== undefined)
        await importFile({ path: run.from, target: pipeline.imports, order, output, signal });
      const stopped = run.anew === true || !keepsState ? undefined : await stoppedOf(order, run);
      const listed = Promise.withResolvers<void>();
      const end = orderAndFollow({ order, stopped }, shared, watch, listed.resolve).finally(() =>
        views[index]?.end(),
      );
      end.catch(failed.reject);
      following.push(end);
      await Promise.race([listed.promise, end, failed.promise]);
    }
    const ended = await Promise.race([Promise.all(following), failed.promise]);
    const withoutCopy = await copies.stop();
    const index = await writeGalleryIndex(run.folder);
    const records = ended.flatMap(({ end }) => end.progress.records);
    const missing = await folder.missingPosts(records);
    view.end();
    const spent = watches.map((watch) => watch.spent());
    const { pathOf } = await pictureNames(run.folder);
    const report = { ended, spent, elapsedMs: Date.now() - startedAt, folder: run.folder, pathOf };
    reportEnds(
      { ...report, asList: run.asList, index, withoutCopy, missing },
      shared.waits,
      output,
    );
    return missing === 0 && ended.every(({ end }) => end.kind === "decided") ? 0 : 1;
  } catch (error) {
    if (!signal.aborted) {
      await pipeline.checkFolder();
      throw error;
    }
    view.end();
    if (following.length > 0) {
      failing.abort();
      // One that cannot is no crawl to go on with, which 130 would promise.
      await assertKept(following, pipeline);
      await copies.stop();
      await writeGalleryIndex(run.folder);
    }
    view.print(
      `Stopped. What was decided is kept in ${run.folder}; the same command goes on from there.`,
    );
    return 130;
  } finally {
    failing.abort();
    await Promise.allSettled(following);
    await copies.stop();
    await pipeline.stop();
  }
}

/** The crawl that was stopped before its end and is this order's, if any; says so. */
async function stoppedOf(order: CrawlOrder, { folder, output }: CrawlsRun) {
  const stopped = await findStopped(folder, order, Date.now());
  if (stopped) {
    const { counts, requestedAt } = stopped.summary;
    output.hint(
      `Going on with the crawl of ${requestedAt} behind its ${counts.listed} listed posts. --anew begins anew.`,
    );
  }
  return stopped;
}
