import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { longZstdFrame } from "../testing/long-zstd-frame.ts";
import { lineBatches } from "./file-lines.ts";
import { unpackFile } from "./unpack-file.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unpack-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** What decoders skip, as parallel compressors write it. */
const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2]);

async function linesOf(name: string, bytes: Buffer | string): Promise<string[]> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  const lines: string[] = [];
  for await (const batch of lineBatches(unpackFile(path))) lines.push(...batch);
  return lines;
}

const many = Array.from({ length: 50_000 }, (_, index) => `{"number":${index},"text":"ü"}`);

describe("a file is unpacked", () => {
  test.each([
    ["as it is", "a.jsonl", Buffer.from(many.join("\n"))],
    ["from gzip", "b.jsonl.gz", gzipSync(many.join("\n"))],
    ["from gzip of several members", "c.gz", twice((part) => gzipSync(part))],
    ["from zstd", "d.zst", zstdCompressSync(many.join("\n"))],
    ["from zstd of several frames", "e.zst", twice((part) => zstdCompressSync(part))],
    ["whatever its name is", "f.bin", zstdCompressSync(many.join("\n"))],
  ])("%s, with every line", async (_, name, bytes) => {
    expect(await linesOf(name, bytes)).toEqual(many);
  });

  test("from two frames with windows of 2 GiB, whose border lies within a line, and a part to skip", async () => {
    const frames = [longZstdFrame('{"a":1}\n{"b"', 31), skipped, longZstdFrame(':2}\n{"c":3}', 31)];
    expect(await linesOf("g.zst", Buffer.concat(frames))).toEqual([
      '{"a":1}',
      '{"b":2}',
      '{"c":3}',
    ]);
  });
});

/** The lines in two packed parts. */
function twice(pack: (part: string) => Buffer): Buffer {
  const text = many.join("\n");
  return Buffer.concat([pack(text.slice(0, 100_001)), pack(text.slice(100_001))]);
}

describe("a file is refused, with what to do,", () => {
  test.each([
    ["empty", "h.jsonl", Buffer.alloc(0), "is empty: fetch it again"],
    ["cut off", "i.zst", zstdCompressSync(many.join("\n")).subarray(0, 500), "cut off or damaged"],
    ["cut off, too", "j.gz", gzipSync(many.join("\n")).subarray(0, 500), "cut off or damaged"],
    [
      "damaged behind a frame",
      "k.zst",
      Buffer.concat([longZstdFrame("x", 20), Buffer.from("junk")]),
      "cut off or damaged",
    ],
    ["a zip", "l.zip", Buffer.from("504b030414000000", "hex"), "is a zip file: unpack it first"],
    ["packed with xz", "m.xz", Buffer.from("fd377a585a000000", "hex"), "packed with xz"],
    ["packed with bzip2", "n.bz2", Buffer.from("425a683931", "hex"), "packed with bzip2"],
    ["in blocks", "o.zst_blocks", Buffer.from("abc"), "turn it into .jsonl first"],
  ])("that is %s", async (_, name, bytes, words) => {
    await expect(linesOf(name, bytes)).rejects.toMatchObject({
      name: "CommandError",
      message: expect.stringContaining(words),
    });
  });

  test("that is none", async () => {
    const path = join(folder, "folder");
    await mkdir(path);
    await expect(unpackFile(path).next()).rejects.toThrow("is a folder");
    await expect(unpackFile(join(folder, "nowhere")).next()).rejects.toThrow("check the path");
  });
});

test("of a line that is too long the beginning is given, and the lines beside it whole", async () => {
  const chunks = async function* () {
    for (const text of ["first\nxxxx", "xxxxxxxx", "xxxx", "yy\nsecond\n", "zzzz", "zzzzzzzzzz"])
      yield Buffer.from(text);
  };
  const lines: string[] = [];
  for await (const batch of lineBatches(chunks(), 10)) lines.push(...batch);
  expect(lines).toEqual(["first", "xxxxxxxxxx", "second", "zzzzzzzzzz"]);
});
