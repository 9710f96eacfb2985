import { describe, expect, test } from "vitest";

import { writeGalleryIndex } from "../document/write-index.ts";
import { findBrowser } from "../testing/browser.ts";
import { galleryStage } from "../testing/gallery-stage.ts";
import { hostileTitles, mixedRecords } from "../testing/sample-gallery.ts";
import {
  sampleCrawlId,
  sampleGivenUp,
  sampleRecord,
  sampleSummary,
} from "@reddit-crawler/picture-folder/testing/sample-records";

const browserPath = findBrowser();

describe.skipIf(browserPath === undefined)("the page in a browser", () => {
  const stage = galleryStage(browserPath);

  test("starts a crawl, shows pictures as they land, and retries what was given up", async () => {
    await stage.open([]);
    await stage.page.getByLabel("Subreddit").fill("  r/aww ");
    await stage.page.getByLabel("Sort").selectOption("new");
    expect(await stage.page.getByLabel("Time").isDisabled()).toBe(true);
    await stage.page.getByRole("button", { name: "Start crawl" }).click();
    await expect
      .poll(() => stage.pipeline.orders)
      .toEqual(['{"subreddit":"r/aww","sort_method":"new","limit":100}']);

    const records = [sampleRecord("1a"), sampleRecord("1b")];
    await stage.folder.addPictures(records);
    const progress = { kind: "crawl", crawlId: sampleCrawlId } as const;
    stage.gallery.show({ ...progress, summary: sampleSummary({ state: "listing" }), records: [] });
    await stage.page.getByText("reading the listing").waitFor();
    const until = new Date(Date.now() + 37_000).toISOString();
    const waiting = { reason: "reddit-asks-to-wait", until };
    const waits = sampleSummary({ state: "listing", waiting });
    stage.gallery.show({ ...progress, summary: waits, records: [] });
    await stage.page.getByText(/Reddit asks to wait until \d/).waitFor();
    stage.gallery.show({ ...progress, summary: sampleSummary(), records });
    stage.gallery.show({ kind: "queues", queues: { waiting: 7, inFlight: 2, deadLettered: 0 } });
    await expect.poll(() => stage.tiles().count()).toBe(2);
    await stage.page.getByLabel("Search titles").fill("no such cat");
    await stage.page.getByText("No picture fits the filter.").waitFor();
    await stage.page.getByLabel("Search titles").fill("");
    expect(await stage.page.locator(".stages li").allInnerTexts()).toEqual([
      expect.stringContaining("100"),
      expect.stringContaining("2"),
      expect.stringContaining("7"),
      expect.stringContaining("2 of 2 decided"),
    ]);

    stage.pipeline.deadLetters = [
      { ...sampleGivenUp("1c"), title: "<b>Lost</b>" },
      { ...sampleGivenUp("1d"), permalink: "javascript:alert(1)" },
    ];
    stage.gallery.show({ kind: "queues", queues: { waiting: 0, inFlight: 0, deadLettered: 1 } });
    await stage.page.getByRole("tab", { name: "Given up 1" }).click();
    const lost = stage.page.locator(".dead-letters li");
    await lost.filter({ hasText: "<b>Lost</b>" }).waitFor();
    expect(await lost.first().innerText()).toMatch(
      /the host answered 429\s+r\/aww · 6 attempts · the last .+ http-429/,
    );
    expect(await lost.locator("a").evaluateAll((links) => links.map(String))).toEqual([
      "https://www.reddit.com/r/aww/comments/1c/cat/",
    ]);
    await stage.page.getByRole("button", { name: "Retry 1 post" }).click();
    await expect.poll(() => stage.pipeline.retries).toBe(1);
    stage.gallery.show({ kind: "queues", queues: { waiting: 1, inFlight: 0, deadLettered: 0 } });
    await stage.page.getByText("No post was given up").waitFor();
    expect(stage.troubles).toEqual([]);
  });

  test("orders a crawl with filters, and says at which of them an order fails", async () => {
    await stage.open([]);
    const { page } = stage;
    await page.getByLabel("Subreddit").fill("aww");
    await page.getByText("Filters").click();
    await page.getByLabel("Minimum score").fill("500");
    await page.getByLabel("Posted since").fill("2026-11-20");
    await page.getByLabel("Flair").fill(" OC ");
    await page.getByLabel("Author").fill("cat");
    await page.getByLabel("NSFW posts, too").uncheck();
    await page.getByLabel("Spoilers, too").uncheck();
    stage.pipeline.answer = {
      status: 400,
      body: { detail: "x", errors: [{ field: "author", detail: "must be a name" }] },
    };
    await page.getByRole("button", { name: "Start crawl" }).click();
    await page.getByText("It must be a name.").waitFor();
    expect(stage.pipeline.orders.map((order): unknown => JSON.parse(order))).toEqual([
      {
        subreddit: "aww",
        limit: 100,
        min_score: 500,
        flair: "OC",
        author: "cat",
        since: "2026-11-20T00:00:00.000Z",
        nsfw: false,
        spoilers: false,
      },
    ]);
  });

  test("says what is wrong with an order in the API's words", async () => {
    await stage.open([]);
    stage.pipeline.answer = {
      status: 400,
      body: { detail: "x", errors: [{ field: "subreddit", detail: "must name a subreddit" }] },
    };
    await stage.page.getByLabel("Subreddit").fill("!!");
    await stage.page.getByRole("button", { name: "Start crawl" }).click();
    await stage.page.getByText("It must name a subreddit.").waitFor();
    // The address's own order and period count where the person chooses none.
    expect(stage.pipeline.orders).toEqual(['{"subreddit":"!!","limit":100}']);
    expect(await stage.page.getByLabel("Subreddit").getAttribute("aria-invalid")).toBe("true");
    stage.pipeline.answer = { status: 500, body: { message: "Internal Server Error" } };
    await stage.page.getByRole("button", { name: "Start crawl" }).click();
    await stage.page.getByRole("alert").getByText("Internal Server Error").waitFor();
  });

  test("says that a crawl has no picture, and where it is told why", async () => {
    await stage.open([sampleRecord("1a", { outcome: "no-pictures", reason: "poll", links: [] })]);
    const words = () => stage.page.locator("#panel .empty").innerText();
    await expect
      .poll(words)
      .toBe("This crawl stored no picture. “Left out” says why, post by post.");
  });

  test("says of a crawl that failed at once that no post was listed or left out", async () => {
    const counts = { pages: 0, listed: 0, queued: 0, withoutPictures: 0, picturesLinked: 0 };
    const failure = { code: "subreddit-private", message: "r/aww is private." };
    await stage.folder.addCrawl(sampleSummary({ state: "failed", failure, counts }), []);
    await stage.open([]);
    const words = () => stage.page.locator("#panel .empty").innerText();
    await expect.poll(words).toContain("it ended before a post was listed.");
    await stage.page.getByRole("tab", { name: "Left out 0" }).click();
    await expect.poll(words).toBe("Nothing was left out: no post was decided.");
  });

  test("says when the pipeline has stopped, and keeps what it shows", async () => {
    await stage.open(mixedRecords);
    await stage.tiles().first().waitFor();
    await stage.gallery.stop();
    await stage.page.getByText("The pipeline has stopped").waitFor();
    expect(await stage.tiles().count()).toBeGreaterThan(5);
  });

  test("remembers the theme", async () => {
    await stage.open(mixedRecords, { colorScheme: "light" });
    const paper = () => stage.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await stage.page.getByRole("button", { name: "Theme: auto" }).click();
    await stage.page.getByRole("button", { name: "Theme: light" }).click();
    expect(await paper()).not.toBe(light);
    const dark = await paper();
    await stage.page.reload();
    await stage.page.getByRole("button", { name: "Theme: dark" }).waitFor();
    expect(await paper()).toBe(dark);
  });

  test("works from disk as one file, with no request but for its pictures", async () => {
    await stage.folder.addCrawl(sampleSummary(), mixedRecords);
    const file = await writeGalleryIndex(stage.folder.path);
    await stage.visit(`file://${file}`);
    await stage.tile(hostileTitles[0]!).click();
    await expect
      .poll(() =>
        stage
          .lightbox()
          .locator(".stage img")
          .evaluate((picture: HTMLImageElement) => picture.naturalWidth),
      )
      .toBeGreaterThan(0);
    expect(await stage.page.title()).toBe("r/aww · Gallery");
    expect(await stage.page.getByRole("button", { name: "New crawl" }).count()).toBe(0);
    expect(stage.troubles).toEqual([]);
  });
});
