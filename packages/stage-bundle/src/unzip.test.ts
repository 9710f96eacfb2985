import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { unzip } from "./unzip.ts";
import { writeZip } from "./zip-writer.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "unzip-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("files come out below the folder, with their modes", async () => {
  const bytes = Buffer.from("exports.handler = 1;");
  await unzip(writeZip([{ path: "nested/index.js", bytes }]), folder);
  expect(await readFile(join(folder, "nested/index.js"))).toEqual(bytes);
  expect((await stat(join(folder, "nested/index.js"))).mode & 0o777).toBe(0o644);
});

test("entries that are folders, as other programs write them, are folders", async () => {
  await unzip(writeZip([{ path: "nested/", bytes: Buffer.alloc(0) }]), folder);
  expect((await stat(join(folder, "nested"))).isDirectory()).toBe(true);
});

test("no file leaves the folder", async () => {
  const bytes = Buffer.from("root");
  await expect(unzip(writeZip([{ path: "../escaped", bytes }]), folder)).rejects.toThrow(
    "invalid relative path",
  );
});
