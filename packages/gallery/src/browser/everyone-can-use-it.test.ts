import { describe, expect, test } from "vitest";

import { seriousViolations } from "../testing/accessibility.ts";
import { findBrowser } from "../testing/browser.ts";
import { galleryStage } from "../testing/gallery-stage.ts";
import { mixedRecords } from "../testing/sample-gallery.ts";
import { sampleCrawlId } from "@reddit-crawler/picture-folder/testing/sample-records";

const browserPath = findBrowser();

describe.skipIf(browserPath === undefined)("every screen of the page", () => {
  const stage = galleryStage(browserPath);

  test.each([
    ["1280 px, light", { viewport: { width: 1280, height: 900 }, colorScheme: "light" }],
    ["1280 px, dark", { viewport: { width: 1280, height: 900 }, colorScheme: "dark" }],
    [
      "390 px, light",
      { viewport: { width: 390, height: 844 }, colorScheme: "light", hasTouch: true },
    ],
    [
      "390 px, dark",
      { viewport: { width: 390, height: 844 }, colorScheme: "dark", hasTouch: true },
    ],
  ] as const)("can be used by everyone, and fits, at %s", async (_, options) => {
    await stage.open(mixedRecords, { ...options, bypassCSP: true });
    const check = async (screen: string) => {
      expect(await seriousViolations(stage.page), screen).toEqual([]);
      const tooWide = await stage.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(tooWide, `${screen} scrolls sideways`).toBeLessThanOrEqual(0);
    };
    await stage.tile("A set of three").waitFor();
    await check("the grid");
    await stage.tile("A set of three").click();
    await check("the lightbox");
    await stage.page.keyboard.press("Escape");
    await stage.page.getByRole("tab", { name: "Left out" }).click();
    await check("what was left out");
    stage.pipeline.deadLetters = [
      { crawlId: sampleCrawlId, postId: "1c", subreddit: "aww", title: "Lost" },
    ];
    stage.gallery.show({ kind: "queues", queues: { waiting: 0, inFlight: 0, deadLettered: 1 } });
    await stage.page.getByRole("tab", { name: "Given up" }).click();
    await stage.page.getByText("Lost", { exact: true }).waitFor();
    await check("what was given up");
    await stage.page.getByRole("button", { name: "New crawl" }).click();
    await check("the form");
  });
});
