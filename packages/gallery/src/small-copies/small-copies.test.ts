import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { sampleRecord } from "@reddit-crawler/picture-folder/testing/sample-records";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { shapePost } from "../library/shape-post.ts";
import {
  colourOf,
  isLarge,
  smallCopies,
  withSmallCopies,
  type SmallCopies,
} from "./small-copies.ts";

let folder: string;
let copies: SmallCopies;
const { signal } = new AbortController();
const fileOf = (path: string) => join(folder, path);
const fileFor = (path: string) => copies.fileFor(path, fileOf(path), signal);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "small-copies-"));
  copies = smallCopies(folder);
});
afterEach(async () => {
  await copies.stop();
  await rm(folder, { recursive: true });
});

async function keep(path: string, bytes: Uint8Array) {
  await mkdir(dirname(fileOf(path)), { recursive: true });
  await writeFile(fileOf(path), bytes);
}

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#a50" } });

describe("the small copy of a large picture", () => {
  test("has half a megapixel, whatever the picture's shape, and stands upright", async () => {
    const lying = picture(3000, 2000).withMetadata({ orientation: 6 });
    await keep("aww/1a/01.jpg", await lying.jpeg().toBuffer());
    const file = await fileFor("aww/1a/01.jpg");
    expect(file).toBe(fileOf("_crawls/small/aww/1a/01.jpg.webp"));
    const { width, height, format } = await sharp(file).metadata();
    expect(format).toBe("webp");
    expect(width / height).toBeCloseTo(2 / 3, 2);
    expect(Math.abs(width * height - 500_000)).toBeLessThan(2_000);
  });

  test.each([
    ["in colour", (drawn: ReturnType<typeof picture>) => drawn.jpeg(), [0xaa, 0x55, 0]],
    [
      "with transparency",
      (drawn: ReturnType<typeof picture>) => drawn.ensureAlpha(1).png(),
      [0xaa, 0x55, 0],
    ],
    [
      "of greys alone",
      (drawn: ReturnType<typeof picture>) => drawn.greyscale().jpeg(),
      [0x6d, 0x6d, 0x6d],
    ],
  ])("names the mean colour of a picture %s, for its tile", async (_what, encode, expected) => {
    await keep("aww/1a/01.jpg", await encode(picture(2000, 1000)).toBuffer());
    expect(await colourOf(folder, "aww/1a/01.jpg")).toBeUndefined();
    await fileFor("aww/1a/01.jpg");
    const colour = (await colourOf(folder, "aww/1a/01.jpg")) ?? "";
    expect(colour).toMatch(/^#[0-9a-f]{6}$/);
    const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
    for (const [at, part] of parts.entries())
      expect(Math.abs(part - expected[at]!), colour).toBeLessThan(6);
  });

  test("is made once, and anew where the picture was changed after it", async () => {
    await keep("aww/1a/01.jpg", await picture(2000, 1000).jpeg().toBuffer());
    const file = await fileFor("aww/1a/01.jpg");
    const first = await stat(file);
    await fileFor("aww/1a/01.jpg");
    expect((await stat(file)).mtimeMs).toBe(first.mtimeMs);
    await keep("aww/1a/01.jpg", await picture(1000, 2000).jpeg().toBuffer());
    const later = new Date(Date.now() + 60_000);
    await utimes(fileOf("aww/1a/01.jpg"), later, later);
    const { width, height } = await sharp(await fileFor("aww/1a/01.jpg")).metadata();
    expect(width).toBeLessThan(height);
  });

  test("is the first frame of an animation, however small that is", async () => {
    const frames = [picture(60, 40), picture(60, 40)].map((frame) => frame.png().toBuffer());
    const gif = sharp(await Promise.all(frames), { join: { animated: true } }).gif();
    await keep("aww/1a/01.gif", await gif.toBuffer());
    const { pages, width } = await sharp(await fileFor("aww/1a/01.gif")).metadata();
    expect([pages ?? 1, width]).toEqual([1, 60]);
  });
});

test.each([
  ["is small", "01.png", () => picture(1000, 800).png().toBuffer()],
  ["is broken", "01.jpg", async () => Buffer.from("not a picture")],
  [
    "breaks off",
    "01.png",
    async () => (await picture(2000, 2000).png().toBuffer()).subarray(0, 999),
  ],
  ["has a format that is not copied", "01.avif", async () => Buffer.from("whatever")],
])("a picture that %s is shown itself", async (_what, name, bytes) => {
  await keep(`aww/1a/${name}`, await bytes());
  expect(await fileFor(`aww/1a/${name}`)).toBe(fileOf(`aww/1a/${name}`));
});

test("a copy that nobody waits for any more is not made", async () => {
  await keep("aww/1a/01.jpg", await picture(2000, 1000).jpeg().toBuffer());
  const path = "aww/1a/01.jpg";
  expect(await copies.fileFor(path, fileOf(path), AbortSignal.abort())).toBe(fileOf(path));
  await expect(readFile(fileOf("_crawls/small/aww/1a/01.jpg.webp"))).rejects.toThrow("ENOENT");
  expect(await fileFor(path), "it is made when somebody waits").toMatch(/webp$/);
});

test("stopping is at once, says how many are left, and writes nothing later", async () => {
  const paths = Array.from({ length: 9 }, (_, at) => `aww/1a/${at}.jpg`);
  const bytes = await picture(6000, 4000).jpeg().toBuffer();
  for (const path of paths) await keep(path, bytes);
  copies.prepare(paths);
  const small = fileOf("_crawls/small");
  await expect.poll(() => readdir(small, { recursive: true })).toContain("aww/1a/0.jpg.webp");
  const left = await copies.stop();
  const names = await readdir(join(small, "aww/1a"));
  expect(names.length).toBeGreaterThanOrEqual(9 - left);
  expect(left).toBeGreaterThan(0);
  expect(names.filter((name) => !name.endsWith(".webp"))).toEqual([]);
  await rm(small, { recursive: true });
  copies.prepare(paths);
  await copies.stop();
  await expect(readdir(small)).rejects.toThrow("ENOENT");
});

test("copies are prepared in advance, and a page read from disk knows those that are there", async () => {
  const paths = ["aww/1a/01.jpg", "aww/1a/02.jpg"];
  for (const path of paths) await keep(path, await picture(2000, 1000).jpeg().toBuffer());
  copies.prepare(paths.slice(0, 1));
  await expect.poll(() => stat(fileOf("_crawls/small/aww/1a/01.jpg.webp"))).toBeDefined();
  await copies.stop();
  const shown = { shownAs: "image" as const, position: 1, bytes: 1 };
  const post = await withSmallCopies(folder, {
    ...shapePost(sampleRecord("1a"), () => undefined),
    pictures: paths.map((path) => ({ path, ...shown })),
  });
  expect(post.pictures.map(({ small }) => small)).toEqual([
    "_crawls/small/aww/1a/01.jpg.webp",
    undefined,
  ]);
});

test.each([
  [{ shownAs: "image", width: 1000, height: 800 }, false],
  [{ shownAs: "image", width: 1001, height: 800 }, true],
  [{ shownAs: "animation", width: 10, height: 10 }, true],
  [{ shownAs: "image" }, false],
] as const)("a copy of %j pays: %j", (look, expected) => {
  expect(isLarge({ path: "aww/1a/01.jpg", position: 1, bytes: 1, ...look })).toBe(expected);
});
