import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import {
  sampleExtensions,
  samplePicture,
} from "@reddit-crawler/function-runtime/testing/sample-pictures";
import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { expect, test } from "vitest";

import { isWholePicture } from "./whole-picture.ts";

async function isWhole(...parts: Uint8Array[]): Promise<boolean> {
  const file = join(await temporaryFolder(), "file");
  await writeFile(file, Buffer.concat(parts));
  return isWholePicture(file);
}

/** Formats whose end cannot be told from a few bytes. */
const untold = new Set(["tiff", "jxl", "webm"]);
const told = sampleExtensions.filter((extension) => !untold.has(extension));
/** Longer than what is read of a file's end at once. */
const film = Buffer.alloc(9000, "ftyp");

test.each(sampleExtensions)(
  "a %s with its end is whole, whatever the file is called",
  async (extension) => {
    expect(await isWhole(samplePicture(extension, 20_000))).toBe(true);
  },
);

test.each(told)("a %s that is cut short is not", async (extension) => {
  expect(await isWhole(samplePicture(extension, 20_000).subarray(0, 15_000))).toBe(false);
});

test("a jpg with a film behind its end is whole, and one with the end of its thumbnail alone is not", async () => {
  const jpg = samplePicture("jpg", 20_000);
  const thumbnail = Buffer.from("ffd8ffe10006ffd8ffd9", "hex");
  expect(await isWhole(jpg, film)).toBe(true);
  expect(await isWhole(thumbnail, film)).toBe(false);
});

test("a film of a kind that is never downloaded is a person's own, whole or not", async () => {
  expect(await isWhole(Buffer.from("\0\0\0\x14ftypqt  \0\0\0\0qt  ", "latin1"), film)).toBe(true);
  expect(await isWhole(Buffer.from("\x1a\x45\xdf\xa3\x42\x82\x88matroska", "latin1"))).toBe(true);
});

test.each([
  ["nothing", ""],
  ["zeroes", "\0".repeat(5000)],
  ["an error page", "<html><body>Please log in</body></html>"],
  ["a note", "to do"],
])("%s is no picture", async (_what, text) => {
  expect(await isWhole(Buffer.from(text))).toBe(false);
});
