import { link, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { afterEach, expect, test, vi } from "vitest";

import { bucketObjects } from "./bucket-objects.ts";
import { createKeyTree } from "./key-tree.ts";
import { objectBytes, type ObjectBytes } from "./object-bytes.ts";

vi.mock("node:fs/promises", { spy: true });
afterEach(() => vi.mocked(link).mockReset());

/** Links to an object on a disk that answers with `code`; without one it links. */
async function linkWhere(code?: string) {
  const folder = await temporaryFolder();
  const file = join(folder, "object");
  await writeFile(file, "cat");
  const tree = createKeyTree<ObjectBytes>();
  tree.set("01.jpg", { file });
  const all = { ...objectBytes(folder), bucket: () => tree };
  const inject = () => Promise.reject(new Error("asked"));
  if (code !== undefined)
    vi.mocked(link).mockRejectedValueOnce(Object.assign(new Error(code), { code }));
  const name = join(folder, "cat.jpg");
  const isLinked = await bucketObjects(all, "media", { inject }).linkTo("01.jpg", name);
  return { isLinked, name };
}

test.each([
  ["another disk", "EXDEV"],
  ["a disk without hard links", "EPERM"],
  ["a phone's or a network's disk without hard links", "EACCES"],
  ["a program's own disk without hard links", "EINVAL"],
  ["exFAT on Windows", "EISDIR"],
  ["too many links of one file", "EMLINK"],
])("%s (%s) takes no link, and is left to a copy", async (_what, code) => {
  expect((await linkWhere(code)).isLinked).toBe(false);
});

test.each([
  ["a full disk", "ENOSPC"],
  ["a disk that fails", "EIO"],
  ["a disk that takes no changes", "EROFS"],
  ["a file that is there", "EEXIST"],
])("%s (%s) is an error, which no copy hides", async (_what, code) => {
  await expect(linkWhere(code)).rejects.toMatchObject({ code });
});

test("a disk that links gives the object the further name", async () => {
  const { isLinked, name } = await linkWhere();
  expect([isLinked, await readFile(name, "utf8")]).toEqual([true, "cat"]);
});
