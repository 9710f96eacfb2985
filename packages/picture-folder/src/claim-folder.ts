import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";

import { claimOwnerSchema, ownerRuns, thisOwner } from "./claim-owner.ts";
import { makeFolder } from "./make-folder.ts";
import { isAbsent, readAs } from "./read-json.ts";
import { isRunning } from "./write-whole-file.ts";

const workPrefix = ".stack-";
const claimName = /^\.stack-(\d+)-/;
/** Beside the working files: who holds the claim. Its time says when the owner was last seen. */
const ownerName = "claim.json";
/** Milliseconds from one look at the claim to the next; a removed folder is noticed as soon. */
const lookMs = 1000;
/** Looks from one sign of life to the next: 20 s. */
const looksPerSign = 20;
/** Six signs of life: a claim of another machine that shows none for so long was left by a killed process. */
const longestSilenceMs = 120_000;
/** This process's claims. A folder with its id that is not among them was left by an earlier process of that id. */
const held = new Set<string>();

/** An output folder that no other command works in. */
export interface ClaimedFolder {
  /** A new folder below it, for working files. Its name holds this process's id: that is the claim. */
  workDir: string;
  /** Aborted when somebody removes the folder or the working files. */
  lost: AbortSignal;
  /** @throws {CommandError} when somebody has removed the folder or the working files. */
  check: () => Promise<void>;
  /** Frees the folder and removes the working files. */
  release: () => Promise<void>;
}

/**
 * Claims `folder` for one pipeline, and removes what killed ones left. Two that begin at the same moment see each other's
 * claim: both may be refused, but never do both go on.
 * @throws {CommandError} when another command works in it: the two would write the same files.
 */
export async function claimFolder(folder: string): Promise<ClaimedFolder> {
  await makeFolder(folder);
  const workDir = await mkdtemp(join(resolve(folder), `${workPrefix}${process.pid}-`));
  held.add(workDir);
  const ownerFile = join(workDir, ownerName);
  const owner = JSON.stringify(await thisOwner());
  await writeFile(ownerFile, owner);
  const watch = watchClaim(folder, ownerFile, owner);
  const release = async () => {
    watch.stop();
    await rm(workDir, { recursive: true, force: true });
    held.delete(workDir);
  };
  try {
    for (const name of await readdir(folder)) {
      const [, pid] = claimName.exec(name) ?? [];
      const other = join(resolve(folder), name);
      if (pid === undefined || name === basename(workDir)) continue;
      if (await isClaimed(Number(pid), other, ownerFile))
        throw new CommandError(refusal(folder, pid, name));
      await rm(other, { recursive: true, force: true });
    }
  } catch (error) {
    await release();
    throw error;
  }
  return { workDir, lost: watch.lost, check: watch.check, release };
}

/** Looks after a claim from now on: whether it is still there, and that others see a sign of life. */
function watchClaim(folder: string, ownerFile: string, owner: string) {
  const lost = new AbortController();
  const check = async () => {
    const isThere = await stat(ownerFile).then(
      () => true,
      (error: unknown) => !isAbsent(error),
    );
    if (!isThere)
      throw new CommandError(
        `${folder} was removed, or the working files in it, while the command ran. Run the same command again: what is no longer there is downloaded anew.`,
      );
  };
  let looks = 0;
  const timer = setInterval(() => {
    looks += 1;
    check()
      .then(() => (looks % looksPerSign === 0 ? writeFile(ownerFile, owner) : undefined))
      .catch((error: unknown) => {
        // A sign of life that a full disk does not take is missed by other machines only.
        if (error instanceof CommandError) lost.abort(error);
      });
  }, lookMs);
  timer.unref();
  return { lost: lost.signal, check, stop: () => clearInterval(timer) };
}

/** Whether the owner of `workDir` is at work; `ownFile`, just written, says what time it is where the folder lies. */
async function isClaimed(pid: number, workDir: string, ownFile: string): Promise<boolean> {
  if (held.has(workDir)) return true;
  const ownerFile = join(workDir, ownerName);
  const owner = await readAs(ownerFile, claimOwnerSchema);
  // An older version's claim, or one that is being made.
  if (!owner) return pid !== process.pid && isRunning(pid);
  const runs = await ownerRuns(owner);
  if (runs !== undefined) return runs;
  const [seen, now] = await Promise.all([stat(ownerFile), stat(ownFile)]);
  return now.mtimeMs - seen.mtimeMs < longestSilenceMs;
}

function refusal(folder: string, pid: string, name: string): string {
  return [
    `Another command (process ${pid}) works in ${folder}: two at once would write the same files.`,
    `Wait for its end or stop it; where it is "start", order the crawl on its page. If process ${pid} is no such command, remove ${join(folder, name)}.`,
  ].join("\n");
}
