import { setTimeout as sleep } from "node:timers/promises";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { checkPictures, type CheckedFolder } from "@reddit-crawler/picture-folder/check-pictures";
import { pictureNames } from "@reddit-crawler/picture-folder/names/picture-names";
import { pictureFolder } from "@reddit-crawler/picture-folder/picture-folder";
import { crawlIds } from "@reddit-crawler/picture-folder/read-crawls";

import type { LocalSettings } from "../pipeline/local-settings.ts";
import { startPipeline, type LocalPipeline } from "../pipeline/pipeline.ts";
import { stageLog } from "../pipeline/stage-log.ts";
import type { CommandOutput } from "../terminal/command-output.ts";
import { countOf } from "../terminal/crawl-units.ts";
import { plainText } from "../terminal/plain-text.ts";
import { assertFolder } from "./kept-folder.ts";
import { repairPictures, type RepairedPictures } from "./repair-pictures.ts";

/** What `verify` takes. */
export interface VerifyRun {
  folder: string;
  settings: LocalSettings;
  network: Readonly<Record<string, string>>;
  output: CommandOutput;
  /** Aborted when the person wants to stop. */
  signal: AbortSignal;
}

/**
 * Compares every picture of the folder with its record, and downloads the broken ones again. What a person edited or deleted
 * stays so. Resolves to the exit code: 0 when all is whole now, 1 when pictures are lost, 130 when it was stopped.
 */
export async function runVerify(run: VerifyRun): Promise<number> {
  const { folder, output, signal } = run;
  await assertFolder(folder);
  const checked = await checkPictures(folder);
  const { whole, changed, deleted, broken } = checked;
  const isEmpty = whole + changed.length + deleted.length + broken.length === 0;
  if (isEmpty && (await crawlIds(folder)).length === 0)
    throw new CommandError(
      `There are no pictures of a crawl in ${folder}. Name the folder that a crawl went to.`,
    );
  const { pathOf } = await pictureNames(folder);
  const show = (end: RepairedPictures) => {
    output.result(
      () => verifiedLines(checked, end, pathOf).join("\n"),
      () => {
        return JSON.stringify({ whole, changed, deleted, ...end }, undefined, 2);
      },
    );
    return end.lost.length === 0 ? 0 : 1;
  };
  if (broken.length === 0) return show({ repaired: 0, lost: [] });
  output.hint(`The pictures of ${countOf(broken.length, "post")} are broken: downloading…`);
  const pipeline = await startPipeline({
    settings: run.settings,
    folder,
    network: run.network,
    onLog: stageLog(output),
  });
  try {
    return show(await repairFolder(folder, checked, pipeline, signal));
  } catch (error) {
    if (!signal.aborted) {
      await pipeline.checkFolder();
      throw error;
    }
    output.view.print("Stopped. The same command goes on from here.");
    return 130;
  } finally {
    await pipeline.stop();
  }
}

/** The same on a pipeline that runs already, before a crawl; said in words only. */
export async function verifyBefore(
  folder: string,
  pipeline: LocalPipeline,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<void> {
  const checked = await checkPictures(folder);
  const end = await repairFolder(folder, checked, pipeline, signal);
  const { pathOf } = await pictureNames(folder);
  for (const line of verifiedLines(checked, end, pathOf)) output.hint(line);
}

async function repairFolder(
  folder: string,
  { broken }: CheckedFolder,
  pipeline: LocalPipeline,
  signal: AbortSignal,
): Promise<RepairedPictures> {
  const working = AbortSignal.any([signal, pipeline.folderLost]);
  return repairPictures(broken, {
    pipeline,
    folder: pictureFolder(folder),
    sleep: (ms) => sleep(ms, undefined, { signal: working }),
  });
}

function verifiedLines(
  { whole, changed, deleted }: CheckedFolder,
  { repaired, lost }: RepairedPictures,
  pathOf: (key: string) => string | undefined,
): string[] {
  return [
    `${countOf(whole, "picture")} as downloaded`,
    ...(repaired > 0 ? [`${countOf(repaired, "broken picture")} downloaded again`] : []),
    ...named(changed, "changed by you, left alone"),
    ...named(deleted, "deleted by you, left so"),
    ...named(
      lost.map((key) => pathOf(key) ?? key),
      "broken, and not to be had any more: the file stays as it is",
    ),
  ];
}

function named(paths: readonly string[], what: string): string[] {
  if (paths.length === 0) return [];
  const names = paths.map((path) => `  ${plainText(path)}`);
  return [`${countOf(paths.length, "picture")} ${what}:`, ...names];
}
