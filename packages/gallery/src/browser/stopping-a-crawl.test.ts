import { sampleRecord, sampleSummary } from "@reddit-crawler/picture-folder/testing/sample-records";
import { describe, expect, test } from "vitest";

import type { StopResult } from "../contract/gallery-event.ts";
import { seriousViolations } from "../testing/accessibility.ts";
import { findBrowser } from "../testing/browser.ts";
import { galleryStage } from "../testing/gallery-stage.ts";

const browserPath = findBrowser();
const counts = { pages: 1, listed: 5, queued: 4, withoutPictures: 1, picturesLinked: 4 };
const summary = sampleSummary({ state: "listing", counts });
const { crawlId } = summary;

describe.skipIf(browserPath === undefined)("a crawl that runs", () => {
  const stage = galleryStage(browserPath);
  const button = () => stage.page.getByRole("button", { name: /^Stop/ });
  const said = () => stage.page.locator(".crawl-heading [role=status]").innerText();

  /** A crawl with one of its posts decided, and what the pipeline answers to its stop. */
  async function running(options: Parameters<typeof stage.open>[1] = {}) {
    const answer = Promise.withResolvers<StopResult>();
    stage.pipeline.onStop = () => answer.promise;
    await stage.open([], options);
    const records = [sampleRecord("1a")];
    await stage.folder.addPictures(records);
    stage.gallery.show({ kind: "crawl", crawlId, summary, records });
    await button().waitFor();
    return answer;
  }

  test("is stopped by one press, and then says what is open and how it goes on", async () => {
    const answer = await running();
    await button().click();
    await expect.poll(() => button().innerText()).toBe("Stopping …");
    // A second press asks for nothing.
    await button().press("Enter");
    expect(stage.pipeline.stops).toEqual([crawlId]);
    answer.resolve("stopped");
    stage.gallery.show({ kind: "over", crawlId, state: "stopped" });
    await expect
      .poll(said)
      .toBe(
        "Stopped, with 4 listed posts open. The same crawl again goes on: here, or with reddit-crawler crawl once start has ended.",
      );
    expect(await button().count()).toBe(0);
    expect(await stage.tiles().count()).toBe(1);
    await stage.page.reload();
    await expect.poll(said).toContain("Stopped, with 4 listed posts open.");
    expect(stage.troubles).toEqual([]);
  });

  test("is stopped by keyboard, and leaves the focus at what became of it", async () => {
    const answer = await running();
    await button().focus();
    await stage.page.keyboard.press("Enter");
    await expect.poll(() => button().innerText()).toBe("Stopping …");
    answer.resolve("stopped");
    stage.gallery.show({ kind: "over", crawlId, state: "stopped" });
    await expect
      .poll(() => stage.page.evaluate(() => document.activeElement?.textContent))
      .toBe("r/aww");
  });

  test.each([
    ["over", "The crawl was not stopped. The crawl is over."],
    ["unknown", "The crawl was not stopped. No crawl of this run has this id."],
  ] as const)("says why it could not be stopped: %s", async (result, words) => {
    const answer = await running();
    await button().click();
    answer.resolve(result);
    await expect.poll(() => stage.page.getByRole("alert").innerText()).toBe(words);
    expect(await button().innerText()).toBe("Stop");
  });

  test("says that the pipeline does not answer", async () => {
    await running();
    await stage.page.route("**/stop", (route) => route.abort());
    await button().click();
    await expect
      .poll(() => stage.page.getByRole("alert").innerText())
      .toBe("The crawl was not stopped. The pipeline does not answer. Is it still running?");
  });

  test.each([
    ["1280 px, light", { viewport: { width: 1280, height: 900 }, colorScheme: "light" }],
    [
      "390 px, dark",
      { viewport: { width: 390, height: 844 }, colorScheme: "dark", hasTouch: true },
    ],
  ] as const)("can be stopped by everyone, at %s", async (_, options) => {
    const answer = await running({ ...options, bypassCSP: true });
    expect(await seriousViolations(stage.page), "running").toEqual([]);
    await button().click();
    await expect.poll(() => button().innerText()).toBe("Stopping …");
    expect(await seriousViolations(stage.page), "stopping").toEqual([]);
    answer.resolve("over");
    await stage.page.getByRole("alert").waitFor();
    expect(await seriousViolations(stage.page), "refused").toEqual([]);
    const tooWide = await stage.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(tooWide).toBeLessThanOrEqual(0);
  });

  test("has no such button once it is over", async () => {
    await running();
    stage.gallery.show({ kind: "over", crawlId, state: "finished" });
    await expect.poll(said).toContain("Finished");
    expect(await button().count()).toBe(0);
  });
});
