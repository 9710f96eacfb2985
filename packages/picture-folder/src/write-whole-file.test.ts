import { spawnSync } from "node:child_process";
import { link, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { beforeEach, expect, test } from "vitest";

import { makeWholeFile, writeWholeFile } from "./write-whole-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

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

test("what an earlier process of the same id left half-written is in nobody's way, and goes", async () => {
  for (let number = 1; number < 100; number++)
    await writeFile(join(folder, `a.json.${process.pid}-${number}.part`), "half");
  await makeWholeFile(join(folder, "a.json"), async (partial) => {
    await writeFile(partial, "whole", { flag: "wx" });
    return true;
  });
  expect(await readdir(folder)).toEqual(["a.json"]);
});

test("a write that fails leaves nothing half-written", async () => {
  await writeWholeFile(join(folder, "file", "x"), "");
  await expect(writeWholeFile(join(folder, "file"), "whole")).rejects.toThrow("EISDIR");
  expect(await readdir(folder)).toEqual(["file"]);
});

test("a link to the same bytes as before, and one that cannot be, leave no second name", async () => {
  const bytes = join(folder, "bytes");
  await writeWholeFile(bytes, "whole");
  const file = join(folder, "file");
  const linked = async (partial: string) => {
    await link(bytes, partial);
    return true;
  };
  expect(await makeWholeFile(file, linked)).toBe(true);
  expect(await makeWholeFile(file, linked)).toBe(true);
  expect(await makeWholeFile(file, async () => false)).toBe(false);
  expect(await readdir(folder)).toEqual(["bytes", "file"]);
  expect(await readFile(file, "utf8")).toBe("whole");
});

test("a folder that is removed between two writes is made again", async () => {
  const file = join(folder, "new", "file");
  await writeWholeFile(file, "first");
  await rm(join(folder, "new"), { recursive: true });
  await writeWholeFile(file, "second");
  expect(await readFile(file, "utf8")).toBe("second");
});
