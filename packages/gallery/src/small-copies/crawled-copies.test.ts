import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { LinkRecord } from "@reddit-crawler/message-schema";
import {
  sampleFolder,
  type SampleFolder,
} from "@reddit-crawler/picture-folder/testing/sample-folder";
import { sampleRecord } from "@reddit-crawler/picture-folder/testing/sample-records";
import sharp from "sharp";
import { afterEach, beforeEach, expect, test } from "vitest";

import { crawledCopies, type CrawledCopies } from "./crawled-copies.ts";

let folder: SampleFolder;
let copies: CrawledCopies;

beforeEach(async () => {
  folder = await sampleFolder();
  copies = crawledCopies(folder.path);
});
afterEach(async () => {
  await copies.stop();
  await folder.remove();
});

/** Keeps a picture of 3 megapixels at `path`, and gives its bytes. */
async function keep(path: string): Promise<number> {
  const create = { width: 2000, height: 1500, channels: 3, background: "#a50" } as const;
  const noise = { type: "gaussian", mean: 128, sigma: 30 } as const;
  const bytes = await sharp({ create: { ...create, noise } })
    .jpeg()
    .toBuffer();
  await mkdir(dirname(join(folder.path, path)), { recursive: true });
  await writeFile(join(folder.path, path), bytes);
  return bytes.length;
}

const recordWith = (link: Partial<LinkRecord>) => {
  const record = sampleRecord("1a");
  return { ...record, links: record.links.map((each) => ({ ...each, ...link })) };
};
const made = () => readdir(join(folder.path, "_crawls/small"), { recursive: true }).catch(() => []);

test("a kept post's large picture gets its copy, wherever it lies", async () => {
  const path = "aww/Cat 1a.jpg";
  const bytes = await keep(path);
  const line = JSON.stringify({ key: "media/aww/1a/01.jpg", path });
  await copies.prepare(recordWith({ key: "media/aww/2a/01.jpg", bytes: 400_000 }));
  await folder.write("_crawls/names.jsonl", `${line}\n`);
  await copies.prepare(recordWith({ key: "media/aww/1a/01.jpg", bytes }));
  // It is drawn at the lowest priority: when everything else on the machine rests.
  await expect.poll(made, { timeout: 150_000 }).toContain(`${path}.webp`);
  expect(await copies.stop()).toBe(0);
}, 180_000);

test.each([
  ["of few bytes", { bytes: 200_000 }],
  ["that was not stored", { key: undefined, bytes: 900_000 }],
])("a picture %s is not even looked at", async (_what, link) => {
  await keep("aww/1a/01.jpg");
  await copies.prepare(recordWith(link));
  expect(await copies.stop()).toBe(0);
  expect(await made()).toEqual([]);
});

test("what was not made when the crawl ended is counted", async () => {
  const paths = [1, 2, 3, 4].map((number) => `aww/1a/0${number}.jpg`);
  const records: ReturnType<typeof recordWith>[] = [];
  for (const path of paths)
    records.push(recordWith({ key: `media/${path}`, bytes: await keep(path) }));
  await Promise.all(records.map(copies.prepare));
  const left = await copies.stop();
  expect(left).toBeGreaterThan(0);
  const names = await made();
  expect(names.filter((name) => name.endsWith(".webp")).length).toBeGreaterThanOrEqual(4 - left);
});
