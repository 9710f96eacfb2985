import { link, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { PostRecord } from "@reddit-crawler/message-schema";
import { writeGalleryIndex } from "@reddit-crawler/gallery/document/write-index";
import { smallCopies } from "@reddit-crawler/gallery/small-copies/small-copies";
import { findBrowser, startBrowser } from "@reddit-crawler/gallery/testing/browser";

import {
  sampleFolder,
  type SampleFolder,
} from "@reddit-crawler/picture-folder/testing/sample-folder";
import { sampleRecord, sampleSummary } from "@reddit-crawler/picture-folder/testing/sample-records";
import type { Page } from "playwright-core";
import sharp from "sharp";

import type { Benchmark, Figure } from "../benchmark.ts";

const pictures = 1_000;
/** Different files; the others are links to them, under addresses of their own. */
const drawn = 20;
const width = 4_000;
const height = 3_000;
/** As fast as a hand turns a wheel, for 12 s. */
const scroll = { stepPx: 120, everyMs: 40, steps: 300 };

/** How long the frames take while the page scrolls through 1,000 pictures of 12 megapixels, with small copies and without. */
export const gallery: Benchmark = {
  name: "gallery",
  stable: false,
  run: async () => {
    const path = findBrowser();
    if (path === undefined) throw new Error("no Chromium (apt-get install chromium)");
    const folder = await sampleFolder();
    const browser = await startBrowser(path);
    try {
      const records = Array.from({ length: pictures }, (_, at) => sampleRecord(postId(at)));
      await drawPictures(folder, records);
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      const figures: Figure[] = [];
      figures.push(await measure("original", folder, page));
      const startedAtMs = performance.now();
      await makeCopies(folder, records);
      const secondsEach = (performance.now() - startedAtMs) / 1000 / pictures;
      figures.push(await measure("small-copies", folder, page), {
        name: "gallery/copy",
        value: secondsEach,
        unit: "s",
      });
      return figures;
    } finally {
      await browser.close();
      await folder.remove();
    }
  },
};

const postId = (at: number) => `1${at.toString(36).padStart(4, "0")}`;

/** Photographs are noisy: half of each picture's detail is noise. */
async function drawPictures(folder: SampleFolder, records: readonly PostRecord[]) {
  const counts = {
    pages: 1,
    listed: pictures,
    queued: pictures,
    withoutPictures: 0,
    picturesLinked: pictures,
  };
  await folder.addCrawl(sampleSummary({ counts }), records);
  for (const [at, { post }] of records.entries()) {
    const file = join(folder.path, "aww", post.id, "01.jpg");
    await rm(file);
    const first = join(folder.path, "aww", postId(at % drawn), "01.jpg");
    if (at >= drawn) await link(first, file);
    else {
      await mkdir(dirname(file), { recursive: true });
      const noise = { type: "gaussian" as const, mean: 60 + at * 6, sigma: 20 };
      await sharp({ create: { width, height, channels: 3, background: "#888", noise } })
        .jpeg({ quality: 85 })
        .toFile(file);
    }
  }
}

async function makeCopies(folder: SampleFolder, records: readonly PostRecord[]) {
  const copies = smallCopies(folder.path);
  const { signal } = new AbortController();
  await Promise.all(
    records.map(({ post }) => {
      const path = `aww/${post.id}/01.jpg`;
      return copies.fileFor(path, join(folder.path, path), signal);
    }),
  );
  await copies.stop();
}

async function measure(name: string, folder: SampleFolder, page: Page): Promise<Figure> {
  await page.goto(`file://${await writeGalleryIndex(folder.path)}`);
  await page.locator(".tile img").first().waitFor();
  await page.mouse.move(400, 400);
  const frames = page.evaluate<number[]>(frameTimes(scroll.everyMs * scroll.steps));
  for (let step = 0; step < scroll.steps; step += 1) {
    await page.mouse.wheel(0, scroll.stepPx);
    await page.waitForTimeout(scroll.everyMs);
  }
  const times = (await frames).toSorted((one, other) => one - other);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  return {
    name: `gallery/frames-${name}`,
    value: at(0.95),
    unit: "ms",
    note: `median ${at(0.5).toFixed(1)} ms, longest ${at(0.999).toFixed(0)} ms, ${times.length} frames`,
  };
}

/** A script that resolves to how long each frame takes from now on, in milliseconds, for `forMs`. */
const frameTimes = (forMs: number) => `new Promise((resolve) => {
  const times = [];
  const start = performance.now();
  let before = start;
  const next = () => {
    const now = performance.now();
    times.push(now - before);
    before = now;
    if (now - start < ${forMs}) requestAnimationFrame(next);
    else resolve(times);
  };
  requestAnimationFrame(next);
})`;
