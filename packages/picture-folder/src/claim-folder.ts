import { mkdtemp, readdir, rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";

import { makeFolder } from "./make-folder.ts";
import { isRunning } from "./write-whole-file.ts";

const workPrefix = ".stack-";
const claimName = /^\.stack-(\d+)-/;
/** This process's claims. A folder with its id that is not among them was left by an earlier process of that id. */
const held = new Set<string>();

/** An output folder that no other command works in. */
export interface ClaimedFolder {
  /** A new folder below it, for working files. Its name holds this process's id: that is the claim. */
  workDir: string;
  /** Frees the folder and removes the working files. */
  release: () => Promise<void>;
}

/**
 * Claims `folder` for one pipeline, and removes what killed ones left. Two that begin at the same moment see each other's
 * claim: both may be refused, but never do both go on.
 * @throws {CommandError} when another command works in it: together the two would ask Reddit too often.
 */
export async function claimFolder(folder: string): Promise<ClaimedFolder> {
  await makeFolder(folder);
  const workDir = await mkdtemp(join(resolve(folder), `${workPrefix}${process.pid}-`));
  held.add(workDir);
  const release = async () => {
    await rm(workDir, { recursive: true, force: true });
    held.delete(workDir);
  };
  try {
    for (const name of await readdir(folder)) {
      const [, pid] = claimName.exec(name) ?? [];
      const other = join(resolve(folder), name);
      if (pid === undefined || name === basename(workDir)) continue;
      if (isClaimed(Number(pid), other)) throw new CommandError(refusal(folder, pid, name));
      await rm(other, { recursive: true, force: true });
    }
  } catch (error) {
    await release();
    throw error;
  }
  return { workDir, release };
}

function isClaimed(pid: number, workDir: string): boolean {
  return pid === process.pid ? held.has(workDir) : isRunning(pid);
}

function refusal(folder: string, pid: string, name: string): string {
  return [
    `Another command (process ${pid}) works in ${folder}: two at once would ask Reddit more often than it allows.`,
    `Wait for its end or stop it; where it is "start", order the crawl on its page. If process ${pid} is no such command, remove ${join(folder, name)}.`,
  ].join("\n");
}
