import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { writeWholeFile } from "./write-whole-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whole-file-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("many who write one file at once all succeed, and it holds what one of them wrote", async () => {
  const file = join(folder, "new", "file.json");
  const contents = Array.from({ length: 50 }, (_, n) => `${n}`.repeat(10_000));
  await Promise.all(contents.map((content) => writeWholeFile(file, content)));
  expect(contents).toContain(await readFile(file, "utf8"));
  expect(await readdir(join(folder, "new"))).toEqual(["file.json"]);
});

test("what a killed process left half-written goes, what others write or own stays", async () => {
  const ended = spawnSync(process.execPath, ["--version"]).pid;
  const others = [`b.json.${process.ppid}-1.part`, "film.mp4.part"];
  for (const name of [`a.json.${ended}-1.part`, ...others])
    await writeFile(join(folder, name), "half");
  await writeWholeFile(join(folder, "c.json"), "whole");
  expect(await readdir(folder)).toEqual([
    `b.json.${process.ppid}-1.part`,
    "c.json",
    "film.mp4.part",
  ]);
});

test("a write that fails leaves nothing half-written", async () => {
  await writeWholeFile(join(folder, "file", "x"), "");
  await expect(writeWholeFile(join(folder, "file"), "whole")).rejects.toThrow("EISDIR");
  expect(await readdir(folder)).toEqual(["file"]);
});
