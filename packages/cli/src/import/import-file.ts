import type { CommandOutput } from "../terminal/command-output.ts";
import { countOf } from "../terminal/crawl-units.ts";
import { lineBatches } from "./file-lines.ts";
import { newFileCounts, selectLines, type FileCounts } from "./select-lines.ts";
import { unpackFile } from "./unpack-file.ts";
import type { ImportTarget } from "./upload-import.ts";

/** A file that a crawl lists, and where its posts go. */
export interface FileImport {
  path: string;
  target: ImportTarget;
  order: {
    subreddit: string;
    limit: number;
    since?: string | undefined;
    until?: string | undefined;
    import_key?: string | undefined;
  };
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
  const { import_key: key = "", ...selection } = order;
  const counts = newFileCounts();
  let shownAt = Date.now();
  const watched = async function* () {
    for await (const batch of lineBatches(unpackFile(path))) {
      signal.throwIfAborted();
      if (Date.now() - shownAt > showEveryMs) {
        shownAt = Date.now();
        output.view.show(`Reading ${path}: ${foundText(counts, order.subreddit)}`);
      }
      yield batch;
    }
  };
  // Loaded on demand: few crawls have a file, and the SDK takes a fifth of a command's start.
  const { uploadImport } = await import("./upload-import.ts");
  await uploadImport(target, key, selectLines(watched(), selection, path, counts));
  const cut = counts.isCut ? ", which is as many as --limit wants; the rest was not read" : "";
  output.hint(`Read ${path}: ${foundText(counts, order.subreddit)}${cut}.`);
}

function foundText({ lines, unreadable, covered }: FileCounts, subreddit: string): string {
  const broken = unreadable === 0 ? "" : `, ${countOf(unreadable, "line")} without a post`;
  return `${countOf(lines, "line")}, ${countOf(covered, "post")} of ${subreddit}${broken}`;
}
