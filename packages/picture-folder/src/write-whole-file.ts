import { readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { makeFolder } from "./make-folder.ts";
import { isAbsent } from "./read-json.ts";

/** What is still being written is `<file>.<process id>-<number>.part`: no two writers ever share one. */
const partialName = /\.(\d+)-\d+\.part$/;
const tidied = new Map<string, Promise<void>>();
let written = 0;

/** Whether `name` is a file that is still being written, or was when its process was killed. */
export function isPartialFile(name: string): boolean {
  return partialName.test(name);
}

/**
 * Puts `content` into `file`, whole or not at all, however many write it at once; the last to end wins. Its folder is
 * made where there is none, and loses what killed processes left half-written.
 */
export async function writeWholeFile(file: string, content: string | Uint8Array): Promise<void> {
  await makeWholeFile(file, async (partial) => {
    await writeFile(partial, content);
    return true;
  });
}

/**
 * The same with what `make` puts under the name that it is given, of a file that is not there yet.
 * Resolves to false, and leaves `file` as it was, when `make` does.
 */
export async function makeWholeFile(
  file: string,
  make: (partial: string) => Promise<boolean>,
): Promise<boolean> {
  const folder = dirname(file);
  await makeFolder(folder);
  const tidying = tidied.get(folder) ?? removePartials(folder);
  tidied.set(folder, tidying);
  await tidying;
  try {
    return await makeBeside(file, make);
  } catch (error) {
    if (!isAbsent(error)) throw error;
    // Somebody has removed the folder meanwhile.
    await makeFolder(folder);
    return makeBeside(file, make);
  }
}

async function makeBeside(
  file: string,
  make: (partial: string) => Promise<boolean>,
): Promise<boolean> {
  written += 1;
  const partial = join(dirname(file), `${basename(file)}.${process.pid}-${written}.part`);
  try {
    const isMade = await make(partial);
    if (isMade) await rename(partial, file);
    return isMade;
  } finally {
    // Of two names for the same bytes a rename removes neither (https://pubs.opengroup.org/onlinepubs/9799919799/functions/rename.html).
    await rm(partial, { force: true });
  }
}

async function removePartials(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, pid] = partialName.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(folder, name), { force: true });
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
