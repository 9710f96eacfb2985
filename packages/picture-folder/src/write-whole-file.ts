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
  const folder = dirname(file);
  await makeFolder(folder);
  const tidying = tidied.get(folder) ?? removePartials(folder);
  tidied.set(folder, tidying);
  await tidying;
  try {
    await writeBeside(file, content);
  } catch (error) {
    if (!isAbsent(error)) throw error;
    // Somebody has removed the folder meanwhile.
    await makeFolder(folder);
    await writeBeside(file, content);
  }
}

async function writeBeside(file: string, content: string | Uint8Array): Promise<void> {
  written += 1;
  const partial = join(dirname(file), `${basename(file)}.${process.pid}-${written}.part`);
  try {
    await writeFile(partial, content);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
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
