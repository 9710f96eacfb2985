import { rename } from "node:fs/promises";
import { join } from "node:path";

import { sampleRecord, sampleSummary } from "@reddit-crawler/picture-folder/testing/sample-records";
import { describe, expect, test } from "vitest";

import { writeGalleryIndex } from "../document/write-index.ts";
import { findBrowser } from "../testing/browser.ts";
import { galleryStage } from "../testing/gallery-stage.ts";

const browserPath = findBrowser();
/** What titles bring, and every system takes. */
const path = "aww/What's #1 100 % – 🐾 [x] & +;=@ 1a-01.jpg";

describe.skipIf(browserPath === undefined)("a picture under a name of its own", () => {
  const stage = galleryStage(browserPath);
  const width = () =>
    stage.page.locator(".tile img").evaluate((image: HTMLImageElement) => image.naturalWidth);

  test("is shown by the server, and by the page that is read from disk", async () => {
    const records = [sampleRecord("1a")];
    await stage.folder.addCrawl(sampleSummary(), records);
    await rename(join(stage.folder.path, "aww/1a/01.jpg"), join(stage.folder.path, path));
    const line = { key: "media/aww/1a/01.jpg", path };
    await stage.folder.write("_crawls/names.jsonl", `${JSON.stringify(line)}\n`);
    await stage.open([]);
    await expect.poll(width).toBeGreaterThan(0);
    await stage.page.context().close();

    await stage.visit(`file://${await writeGalleryIndex(stage.folder.path)}`);
    await expect.poll(width).toBeGreaterThan(0);
    expect(stage.troubles).toEqual([]);
  });
});
