import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { afterEach, beforeEach, expect, test } from "vitest";

import { claimFolder } from "./claim-folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "claim-folder-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a folder is given to one at a time, and to the next once it is free", async () => {
  const first = await claimFolder(folder);
  await expect(claimFolder(folder)).rejects.toThrow(CommandError);
  expect(await readdir(folder)).toEqual([basename(first.workDir)]);
  await first.release();
  const second = await claimFolder(folder);
  await second.release();
  expect(await readdir(folder)).toEqual([]);
});

test("of many commands that ask at once at most one gets it, and nothing is left of the others", async () => {
  const claims = await Promise.allSettled(Array.from({ length: 8 }, () => claimFolder(folder)));
  const given = claims.flatMap((claim) => (claim.status === "fulfilled" ? [claim.value] : []));
  expect(given.length).toBeLessThanOrEqual(1);
  for (const { release } of given) await release();
  expect(await readdir(folder)).toEqual([]);
});

test("another process's claim holds while it runs, and is taken over when it was killed", async () => {
  const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await mkdir(join(folder, `.stack-${other.pid}-a`));
  await expect(claimFolder(folder)).rejects.toThrow(`process ${other.pid}`);
  other.kill("SIGKILL");
  await once(other, "exit");
  const claim = await claimFolder(folder);
  expect(await readdir(folder)).toEqual([basename(claim.workDir)]);
  await claim.release();
});

test("what an earlier process of the same id left is no claim", async () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  await mkdir(join(folder, `.stack-${process.pid}-a`));
  await mkdir(join(folder, `.stack-${pid}-b`));
  await writeFile(join(folder, ".stack-notes"), "mine");
  const claim = await claimFolder(folder);
  await claim.release();
  expect(await readdir(folder)).toEqual([".stack-notes"]);
});
