import {
  crawlInputSchema,
  readSelection,
} from "@reddit-crawler/message-schema/http-api/crawl-input";
import * as z from "zod/mini";

import { orderName, type CrawlOrder } from "../pipeline/crawl-api.ts";
import type { ImportTarget } from "../pipeline/import-target.ts";
import type { CommandOutput } from "../terminal/command-output.ts";
import { countOf } from "../terminal/crawl-units.ts";
import { lineBatches } from "./file-lines.ts";
import { newFileCounts, selectLines, type FileCounts } from "./select-lines.ts";
import { unpackFile } from "./unpack-file.ts";

/** A file that a crawl lists, and where its posts go. */
export interface FileImport {
  path: string;
  target: ImportTarget;
  order: CrawlOrder;
  output: Pick<CommandOutput, "view" | "hint">;
  /** Aborted when the person wants to stop. */
  signal: AbortSignal;
}

/** Often enough to look alive. */
const showEveryMs = 250;

/**
 * Makes the import of a crawl: the posts of a file that the crawl covers, unpacked. Says what was found in the file.
 * @throws {CommandError} when the file cannot be used, or not be uploaded, saying what to do.
 */
export async function importFile({
  path,
  target,
  order,
  output,
  signal,
}: FileImport): Promise<void> {
  const selection = readSelection(z.parse(crawlInputSchema, order));
  const { importKey = "" } = selection;
  const file = { path, name: orderName(order) };
  const counts = newFileCounts();
  let shownAt = Date.now();
  const watched = async function* () {
    for await (const batch of lineBatches(unpackFile(path))) {
      signal.throwIfAborted();
      if (Date.now() - shownAt > showEveryMs) {
        shownAt = Date.now();
        output.view.show(`Reading ${path}: ${foundText(counts, file.name)}`);
      }
      yield batch;
    }
  };
  // Loaded on demand: few crawls have a file, and the SDK takes a fifth of a command's start.
  const { uploadImport } = await import("./upload-import.ts");
  await uploadImport(target, importKey, selectLines(watched(), selection, file, counts));
  const cut = counts.isCut ? ", which is as many as --limit wants; the rest was not read" : "";
  output.hint(`Read ${path}: ${foundText(counts, file.name)}${cut}.`);
}

function foundText({ lines, unreadable, covered }: FileCounts, name: string): string {
  const broken = unreadable === 0 ? "" : `, ${countOf(unreadable, "line")} without a post`;
  return `${countOf(lines, "line")}, ${countOf(covered, "post")} of ${name}${broken}`;
}
