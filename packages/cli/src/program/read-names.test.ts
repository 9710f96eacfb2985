import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { beforeEach, expect, test } from "vitest";

import { readNames } from "./read-names.ts";

const { signal } = new AbortController();
let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

test("names stand one a line, without blank lines and comments, however lines end", async () => {
  const file = join(folder, "names.txt");
  await writeFile(
    file,
    "\uFEFF# cats first\r\ncats\r\n\r\n  aww+pics  # both\nhttps://redd.it/1a#x\n",
  );
  expect(await readNames(file, signal)).toEqual(["cats", "aww+pics", "https://redd.it/1a#x"]);
});

test("names come from standard input, too", async () => {
  expect(await readNames("-", signal, Readable.from(["aw", "w\ncats"]))).toEqual(["aww", "cats"]);
});

test("a file that is not there or names nothing is refused in words", async () => {
  const missing = readNames(join(folder, "none"), signal);
  await expect(missing).rejects.toThrow(/none cannot be read \(ENOENT\): .*one name a line/);
  const empty = readNames("-", signal, Readable.from(["# aww\n"]));
  await expect(empty).rejects.toThrow(CommandError);
});

test("waiting for standard input ends when the person wants to stop", async () => {
  const stop = new AbortController();
  const reading = readNames("-", stop.signal, new PassThrough());
  stop.abort(new Error("stopped"));
  await expect(reading).rejects.toThrow("stopped");
});
