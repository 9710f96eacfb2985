import { readdir, rename, rm, unlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { makeFolder } from "./make-folder.ts";
import { isAbsent } from "./read-json.ts";

/**
 * What is still being written is `<file>.<process id>-<number>.part`: no two writers ever share one. Numbers begin where no
 * earlier process of the same id, as containers have, has come to.
 */
const partialName = /\.(\d+)-(\d+)\.part$/;
const firstNumber = Math.floor(performance.timeOrigin);
const tidied = new Map<string, Promise<void>>();
let written = firstNumber;

/** Whether `name` is a file that is still being written, or was when its process was killed. */
export function isPartialFile(name: string): boolean {
  return partialName.test(name);
}

/**
 * Puts `content` into `file`, whole or not at all, however many write it at once; the last to end wins. Its folder is
 * made where there is none, and loses what killed processes left half-written.
 */
export async function writeWholeFile(file: string, content: string | Uint8Array): Promise<void> {
  await wholeFile(file, async (partial) => {
    await writeFile(partial, content);
    await rename(partial, file);
    return true;
  });
}

/**
 * The same with what `make` puts under the name that it is given, of a file that is not there yet.
 * Resolves to false, and leaves `file` as it was, when `make` does.
 */
export function makeWholeFile(
  file: string,
  make: (partial: string) => Promise<boolean>,
): Promise<boolean> {
  return wholeFile(file, async (partial) => {
    if (!(await make(partial))) return false;
    await rename(partial, file);
    // Of two names for the same bytes a rename removes neither (https://pubs.opengroup.org/onlinepubs/9799919799/functions/rename.html).
    await unlink(partial).catch((error: unknown) => {
      if (!isAbsent(error)) throw error;
    });
    return true;
  });
}

/** Calls `put` with the name of a file beside `file`, of which nothing is left where `put` fails. */
async function wholeFile(
  file: string,
  put: (partial: string) => Promise<boolean>,
): Promise<boolean> {
  const folder = dirname(file);
  const tidying = tidied.get(folder) ?? makeTidyFolder(folder);
  tidied.set(folder, tidying);
  try {
    await tidying;
  } catch (error) {
    tidied.delete(folder);
    throw error;
  }
  try {
    return await putBeside(file, put);
  } catch (error) {
    if (!isAbsent(error)) throw error;
    // Somebody has removed the folder meanwhile.
    await makeFolder(folder);
    return putBeside(file, put);
  }
}

async function putBeside(
  file: string,
  put: (partial: string) => Promise<boolean>,
): Promise<boolean> {
  written += 1;
  const partial = join(dirname(file), `${basename(file)}.${process.pid}-${written}.part`);
  try {
    return await put(partial);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function makeTidyFolder(folder: string): Promise<void> {
  // In a new one there is nothing to tidy.
  if (!(await makeFolder(folder))) await removePartials(folder);
}

async function removePartials(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, pid, number] = partialName.exec(name) ?? [];
    if (pid === undefined) continue;
    const isAlive =
      Number(pid) === process.pid ? Number(number) > firstNumber : isRunning(Number(pid));
    if (!isAlive) await rm(join(folder, name), { force: true });
  }
}

/** Whether a process of this id runs on this machine, of whatever user. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
