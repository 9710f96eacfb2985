import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import {
  sampleFolder,
  type SampleFolder,
} from "@reddit-crawler/picture-folder/testing/sample-folder";
import { writeGalleryIndex } from "./write-index.ts";

let folder: SampleFolder;
beforeEach(async () => {
  folder = await sampleFolder();
});
afterEach(() => folder.remove());

test("index.html is written by many at once, and is whole", async () => {
  await Promise.all(Array.from({ length: 10 }, () => writeGalleryIndex(folder.path)));
  expect(await readdir(folder.path)).toEqual(["index.html"]);
  expect(await readFile(join(folder.path, "index.html"), "utf8")).toMatch(/<\/html>\n$/);
});

test("an index.html of somebody else's stays as it is, and the page goes beside it", async () => {
  const mine = "<title>My holidays</title>";
  await folder.write("index.html", mine);
  for (const _ of [1, 2])
    expect(await writeGalleryIndex(folder.path)).toBe(join(folder.path, "gallery.html"));
  expect(await readFile(join(folder.path, "index.html"), "utf8")).toBe(mine);
  expect((await readdir(folder.path)).toSorted()).toEqual(["gallery.html", "index.html"]);
});

test.each(["folder", "pipe"])("a %s called index.html is somebody else's", async (kind) => {
  const index = join(folder.path, "index.html");
  if (kind === "folder") await mkdir(index);
  else execFileSync("mkfifo", [index]);
  expect(await writeGalleryIndex(folder.path)).toBe(join(folder.path, "gallery.html"));
});

test("where both names are taken it finds a third", async () => {
  await folder.write("index.html", "mine");
  await folder.write("gallery.html", "mine too");
  expect(await writeGalleryIndex(folder.path)).toBe(join(folder.path, "gallery-2.html"));
  expect(await readFile(join(folder.path, "gallery.html"), "utf8")).toBe("mine too");
});

test("an earlier page of its own is written anew", async () => {
  for (const _ of [1, 2])
    expect(await writeGalleryIndex(folder.path)).toBe(join(folder.path, "index.html"));
});
