import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { beforeEach, expect, test } from "vitest";

import { claimFolder } from "./claim-folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

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

test("a claim whose process id belongs to somebody else now is taken over", async () => {
  const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const left = join(folder, `.stack-${other.pid}-a`);
  const mine = await claimFolder(folder);
  const owner = JSON.parse(await readFile(join(mine.workDir, "claim.json"), "utf8"));
  await mine.release();
  await mkdir(left);
  await writeFile(join(left, "claim.json"), JSON.stringify({ ...owner, pid: other.pid }));
  const claim = await claimFolder(folder);
  expect(await readdir(folder)).toEqual([basename(claim.workDir)]);
  await claim.release();
  other.kill("SIGKILL");
});

test("a claim of another machine holds as long as it shows a sign of life", async () => {
  const left = join(folder, `.stack-${process.pid}-a`);
  await mkdir(left);
  const file = join(left, "claim.json");
  await writeFile(file, JSON.stringify({ host: "another", pid: process.pid, startedAt: "1" }));
  await expect(claimFolder(folder)).rejects.toThrow("works in");
  const longAgo = new Date(Date.now() - 600_000);
  await utimes(file, longAgo, longAgo);
  await (await claimFolder(folder)).release();
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  ["the folder", () => rm(folder, { recursive: true })],
  ["its claim", async () => rm(join(folder, (await readdir(folder))[0]!), { recursive: true })],
])("who works in it is told soon when %s is removed", async (_what, remove) => {
  const claim = await claimFolder(folder);
  await claim.check();
  await remove();
  await once(claim.lost, "abort", { signal: AbortSignal.timeout(20_000) });
  expect(claim.lost.reason).toBeInstanceOf(CommandError);
  await expect(claim.check()).rejects.toThrow("Run the same command again");
  await claim.release();
  await mkdir(folder, { recursive: true });
});
