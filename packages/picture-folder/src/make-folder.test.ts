import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { beforeEach, expect, test } from "vitest";

import { makeFolder } from "./make-folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

test("makes a folder and those above it, however many ask for it at once", async () => {
  await Promise.all(Array.from({ length: 20 }, () => makeFolder(join(folder, "a/b/c"))));
  expect(await readdir(join(folder, "a/b"))).toEqual(["c"]);
});

test("says which folder cannot be made, where it would have to be asked for without end", async () => {
  await expect(makeFolder("/proc/nope/pictures")).rejects.toMatchObject({
    code: "ENOENT",
    path: "/proc/nope",
  });
});

test.each(["file", "file/below"])("says that a file lies in the place of %s", async (name) => {
  await writeFile(join(folder, "file"), "mine");
  await expect(makeFolder(join(folder, name))).rejects.toMatchObject({
    code: expect.stringMatching(/^(?:EEXIST|ENOTDIR)$/),
  });
});

test("says that a name is too long", async () => {
  await expect(makeFolder(join(folder, "n".repeat(300)))).rejects.toMatchObject({
    code: "ENAMETOOLONG",
  });
});
