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

/** A zip with an entry of a name that the writer itself refuses. */
async function zipNaming(name: string): Promise<Buffer> {
  const allowed = "x".repeat(name.length);
  const zip = await writeZip([{ path: allowed, bytes: Buffer.alloc(0) }]);
  return Buffer.from(zip.toString("latin1").replaceAll(allowed, name), "latin1");
}

test("files come out below the folder, with their modes", async () => {
  const bytes = Buffer.from("exports.handler = 1;");
  await unzip(await writeZip([{ path: "nested/index.js", bytes }]), folder);
  expect(await readFile(join(folder, "nested/index.js"))).toEqual(bytes);
  expect((await stat(join(folder, "nested/index.js"))).mode & 0o777).toBe(0o644);
});

test("entries that are folders, as other programs write them, are folders", async () => {
  await unzip(await zipNaming("nested/"), folder);
  expect((await stat(join(folder, "nested"))).isDirectory()).toBe(true);
});

test("no file leaves the folder", async () => {
  await expect(unzip(await zipNaming("../escaped"), folder)).rejects.toThrow(
    "invalid relative path",
  );
});
