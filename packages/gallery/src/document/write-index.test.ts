import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { sampleFolder, type SampleFolder } from "../testing/sample-folder.ts";
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
