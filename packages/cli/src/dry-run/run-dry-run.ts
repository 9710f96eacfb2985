import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { NameTemplate } from "@reddit-crawler/picture-folder/names/name-template";
import { pictureFolder } from "@reddit-crawler/picture-folder/picture-folder";

import { importFile } from "../import/import-file.ts";
import { hostsOf, orderName, type CrawlOrder } from "../pipeline/crawl-api.ts";
import { crawlSignals } from "../pipeline/crawl-signals.ts";
import type { LocalSettings } from "../pipeline/local-settings.ts";
import { startPipeline, type LocalPipeline } from "../pipeline/pipeline.ts";
import { stageLog } from "../pipeline/stage-log.ts";
import type { CommandOutput } from "../terminal/command-output.ts";
import { showDryRun } from "./dry-run-report.ts";
import { listCrawl, type ListedCrawl } from "./list-crawl.ts";

/** What a dry run takes. */
export interface DryRun {
  /** A crawl for each, listed one after the other. All open the same hosts. */
  orders: readonly CrawlOrder[];
  /** The file that the orders read. */
  from?: string | undefined;
  settings: LocalSettings;
  /** Where the pictures would go: it is read, and nothing is written there. */
  folder: string;
  network: Readonly<Record<string, string>>;
  output: CommandOutput;
  /** Aborted when the person wants to stop. */
  signal: AbortSignal;
  /** Where gates are kept that all crawls of this machine share. */
  stateFolder?: string | undefined;
  /** Whether the result is an array also of a single crawl. */
  asList: boolean;
  /** How new pictures would be named; under their usual names where nothing is said. */
  naming?: NameTemplate | undefined;
}

/**
 * Lists crawls with the stages of a crawl, and says what these would store and what not. Posts stay in their queue, so that
 * no picture host is asked. Resolves to the exit code: 0 when every listing was read to its end, 1 when not, 130 when it
 * was stopped.
 */
export async function runDryRun(run: DryRun): Promise<number> {
  const { orders, output, signal, settings } = run;
  const { view } = output;
  const printLog = stageLog(output);
  const signals = crawlSignals();
  const workFolder = await mkdtemp(join(tmpdir(), "reddit-crawler-dry-run-"));
  let pipeline: LocalPipeline | undefined;
  try {
    pipeline = await startPipeline({
      settings: { ...settings, mediaHosts: hostsOf(orders) ?? settings.mediaHosts },
      folder: workFolder,
      stateFolder: run.stateFolder,
      network: run.network,
      downloads: false,
      onLog: (entry) => {
        signals.onLog(entry);
        printLog(entry);
      },
    });
    const working = AbortSignal.any([signal, pipeline.folderLost]);
    // What the folder has counts as it does for a crawl.
    await pictureFolder(run.folder).seed(pipeline.bucket);
    const world = {
      pipeline,
      signals,
      view,
      sleep: (ms: number) => sleep(ms, undefined, { signal: working }),
    };
    const listed: ListedCrawl[] = [];
    for (const order of orders) {
      signal.throwIfAborted();
      if (run.from !== undefined)
        await importFile({ path: run.from, target: pipeline.imports, order, output, signal });
      listed.push(await listCrawl(order, world));
    }
    view.end();
    showDryRun(listed, run.asList, run.naming, output);
    for (const { order, failure } of listed)
      if (failure) view.print(`The listing of ${orderName(order)} failed. ${failure.message}`);
    return listed.every(({ failure }) => failure === undefined) ? 0 : 1;
  } catch (error) {
    if (!signal.aborted) {
      await pipeline?.checkFolder();
      throw error;
    }
    view.end();
    view.print("Stopped. Nothing was downloaded.");
    return 130;
  } finally {
    await pipeline?.stop();
    await rm(workFolder, { recursive: true, force: true });
  }
}
