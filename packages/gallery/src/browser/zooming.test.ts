import { sampleRecord, sampleSummary } from "@reddit-crawler/picture-folder/testing/sample-records";
import { describe, expect, test } from "vitest";

import { findBrowser } from "../testing/browser.ts";
import { galleryStage } from "../testing/gallery-stage.ts";

const browserPath = findBrowser();

describe.skipIf(browserPath === undefined)("a large picture in a browser", () => {
  const stage = galleryStage(browserPath);

  /** Opens the page with a post whose picture has 3000 × 2000 pixels, all of one colour. */
  async function openLargePicture() {
    const large = sampleRecord("4large", { post: { title: "A large one" } });
    await stage.folder.addCrawl(sampleSummary(), [large]);
    const canvas = await stage.browser.newPage();
    const bytes = await canvas.evaluate(async () => {
      const drawing = new OffscreenCanvas(3000, 2000);
      drawing.getContext("2d")?.fillRect(0, 0, 3000, 2000);
      const blob = await drawing.convertToBlob();
      return [...new Uint8Array(await blob.arrayBuffer())];
    });
    await canvas.close();
    await stage.folder.write("aww/4large/01.jpg", Buffer.from(bytes));
    await stage.open([]);
  }

  test("shows a picture at a pixel for a pixel where it is clicked, and leaves that by Esc first", async () => {
    await openLargePicture();
    await stage.tile("A large one").click();
    const picture = stage.lightbox().locator(".stage img");
    const width = async () => (await picture.boundingBox())?.width;
    await expect.poll(width).toBeLessThan(1300);
    const { x = 0, y = 0, width: w = 0, height: h = 0 } = (await picture.boundingBox()) ?? {};
    await stage.page.mouse.click(x + w * 0.5, y + h * 0.9);
    await expect.poll(width).toBe(3000);
    const scrolled = await stage
      .lightbox()
      .locator(".stage")
      .evaluate((box) => ({
        left: box.scrollLeft + box.clientWidth / 2,
        bottom: box.scrollTop + box.clientHeight,
      }));
    expect(scrolled.left).toBeCloseTo(1500, -1);
    expect(scrolled.bottom).toBeGreaterThan(1700);
    await stage.page.keyboard.press("Escape");
    await expect.poll(width).toBeLessThan(1300);
    const button = stage.page.getByRole("button", { name: "100 %" });
    await stage.page.keyboard.press("z");
    await expect.poll(() => button.getAttribute("aria-pressed")).toBe("true");
    await button.click();
    await expect.poll(width).toBeLessThan(1300);
    await stage.page.keyboard.press("Escape");
    await expect.poll(() => stage.lightbox().count()).toBe(0);
  });

  test("has its colour in the grid until it is drawn, once it has a small copy", async () => {
    await openLargePicture();
    const tile = stage.tile("A large one");
    await expect
      .poll(() => tile.locator("img").evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0);
    await stage.gallery.stop();
    await stage.open([]);
    const colour = () =>
      stage.tile("A large one").evaluate((button) => button.style.backgroundColor);
    await expect.poll(colour).toBe("rgb(0, 0, 0)");
  });
});
