import { readFile } from "node:fs/promises";
import { addAbortSignal, type Readable } from "node:stream";
import { text } from "node:stream/consumers";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";

/**
 * The names in a file, or in `stdin` where `path` is "-": one a line. Blank lines are passed over, and so is what stands
 * behind a # at a line's beginning or after a space.
 * @throws {CommandError} when there is none, or the file cannot be read; the signal's reason when a person has enough of it.
 */
export async function readNames(
  path: string,
  signal: AbortSignal,
  stdin: Readable = process.stdin,
): Promise<string[]> {
  const from = path === "-" ? "Standard input" : path;
  const content = path === "-" ? text(addAbortSignal(signal, stdin)) : readFile(path, "utf8");
  const lines = await content.catch((error: unknown) => {
    signal.throwIfAborted();
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new CommandError(
      `${from} cannot be read (${code}): --names takes a text file with one name a line, or - for standard input.`,
      { cause: error },
    );
  });
  const names = lines
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((line) => line.replace(/(?:^|\s)#.*$/, "").trim())
    .filter((name) => name !== "");
  if (names.length === 0)
    throw new CommandError(`${from} names nothing to crawl: write one name a line, such as aww.`);
  return names;
}
