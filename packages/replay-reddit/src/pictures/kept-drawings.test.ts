import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { expect, test, vi } from "vitest";

import { temporaryReplay } from "../testing/temporary-replay.ts";
import { keptDrawing } from "./kept-drawings.ts";
import { createPictureShelf } from "./picture-shelf.ts";

const drawing = (text: string) => vi.fn<() => Promise<Buffer>>(async () => Buffer.from(text));

test("draws once what has a name in a folder, and anything without one anew", async () => {
  const folder = await temporaryFolder();
  const [first, second] = [drawing("a cat"), drawing("another")];
  expect(String(await keptDrawing(folder, "tom", first))).toBe("a cat");
  expect(String(await keptDrawing(folder, "tom", second))).toBe("a cat");
  expect(second).not.toHaveBeenCalled();
  expect(String(await keptDrawing(folder, "felix", second))).toBe("another");
  expect(String(await keptDrawing(undefined, "tom", second))).toBe("another");
  expect(await readdir(folder)).toHaveLength(2);
});

test("keeps nothing of a drawing that fails, and says so where its folder is gone", async () => {
  const folder = await temporaryFolder();
  const failing = async () => Promise.reject(new Error("no ink"));
  await expect(keptDrawing(folder, "tom", failing)).rejects.toThrow("no ink");
  expect(await readdir(folder)).toEqual([]);
  await expect(keptDrawing(`${folder}/gone`, "tom", drawing("a cat"))).rejects.toThrow("ENOENT");
});

test("shows others no drawing that is half kept", async () => {
  const folder = await temporaryFolder();
  const large = Buffer.alloc(32_000_000, "a cat");
  await keptDrawing(folder, "felix", drawing("a cat"));
  const [felix] = await readdir(folder);
  const now = { isKept: false };
  const keeping = keptDrawing(folder, "tom", async () => large).finally(() => {
    now.isKept = true;
  });
  const seen = new Set<number>();
  while (!now.isKept)
    for (const file of await readdir(folder))
      if (file.length === felix?.length && file !== felix)
        seen.add((await stat(join(folder, file))).size);
  await keeping;
  expect([...seen].filter((size) => size !== large.length)).toEqual([]);
  expect(await readdir(folder)).toHaveLength(2);
});

test("tells a larger picture from a smaller one of the same cat", async () => {
  const folder = await temporaryFolder();
  const [usual, large] = [createPictureShelf(1, folder), createPictureShelf(2, folder)];
  const [small, wide] = [await usual.original("tom", "jpg"), await large.original("tom", "jpg")];
  expect(wide.length).toBeGreaterThan(small.length);
  expect(await createPictureShelf(2, folder).original("tom", "jpg")).toEqual(wide);
});

test("replays read what others drew from the folder that REPLAY_DRAWINGS names", async () => {
  const folder = await temporaryFolder();
  const alone = await (await temporaryReplay()).replay.expected(3);
  vi.stubEnv("REPLAY_DRAWINGS", folder);
  try {
    const first = await (await temporaryReplay()).replay.expected(3);
    const kept = await readdir(folder);
    expect(kept.length).toBeGreaterThan(0);
    const second = await (await temporaryReplay()).replay.expected(3);
    expect([first, second]).toEqual([alone, alone]);
    expect(await readdir(folder)).toEqual(kept);
    expect((await readFile(`${folder}/${kept[0]}`)).length).toBeGreaterThan(1000);
  } finally {
    vi.unstubAllEnvs();
  }
});
