import { describe, expect, test } from "vitest";

import { findBrowser } from "../testing/browser.ts";
import { galleryStage } from "../testing/gallery-stage.ts";
import { recordFilm } from "../testing/record-film.ts";
import { hostileTitles, manyRecords, mixedRecords, sampleId } from "../testing/sample-gallery.ts";
import {
  sampleRecord,
  sampleSummary,
  storedLink,
} from "@reddit-crawler/picture-folder/testing/sample-records";

const browserPath = findBrowser();

describe.skipIf(browserPath === undefined)("looking at pictures in a browser", () => {
  const stage = galleryStage(browserPath);

  test("shows 1,000 pictures with no more elements than fit the screen, down to the last", async () => {
    await stage.open(manyRecords);
    await stage.tiles().first().waitFor();
    const elements = () => stage.page.locator("*").count();
    const most = [await elements()];
    await stage.page.keyboard.press("End");
    const height = await stage.page.evaluate(() => document.documentElement.scrollHeight);
    for (let top = 0; top < height; top += Math.round(height / 12)) {
      await stage.page.evaluate((to) => scrollTo(0, to), top);
      await stage.page.waitForFunction(() => {
        const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
        return middle?.closest(".tile, .grid");
      });
      most.push(await elements());
    }
    await stage.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await stage.tile(`Cat ${sampleId(999)}`).waitFor();
    expect(Math.max(...most)).toBeLessThan(700);
    expect(await stage.tiles().count()).toBeLessThan(80);
    expect(stage.troubles).toEqual([]);
  });

  test("asks only for the pictures near the window", async () => {
    await stage.open(manyRecords);
    const asked = () =>
      stage.page.evaluate(
        () =>
          performance.getEntriesByType("resource").filter(({ name }) => name.includes("/small/"))
            .length,
      );
    await expect.poll(asked).toBeGreaterThan(10);
    await stage.page.waitForLoadState("networkidle");
    expect(await asked()).toBeLessThan(60);
    const nearest = stage.page.locator(".tile img").first();
    expect(await nearest.getAttribute("decoding")).toBe("async");
    expect(await nearest.getAttribute("loading")).toBe("lazy");
  });

  describe.each([
    [
      "a picture was opened and closed",
      async () => {
        await stage.tiles().nth(2).click();
        await stage.lightbox().waitFor();
        await stage.page.keyboard.press("Escape");
        await stage.lightbox().waitFor({ state: "detached" });
      },
    ],
    [
      "a tile got the focus by keyboard",
      async () => {
        await stage.page.locator(".tile-button").first().focus();
        await stage.page.keyboard.press("ArrowRight");
      },
    ],
  ])("once %s", (_what, begin) => {
    test("every turn of the wheel scrolls on", async () => {
      await stage.open(manyRecords);
      await stage.tiles().first().waitFor();
      await begin();
      await stage.page.mouse.move(300, 300);
      const tops: number[] = [];
      for (let turn = 0; turn < 12; turn += 1) {
        const before = await stage.page.evaluate(() => scrollY);
        await stage.page.mouse.wheel(0, 400);
        await stage.page.waitForFunction((top) => scrollY !== top, before);
        await stage.page.evaluate(() => new Promise(requestAnimationFrame));
        await stage.page.evaluate(() => new Promise(requestAnimationFrame));
        tops.push(await stage.page.evaluate(() => scrollY));
      }
      expect(tops).toEqual(tops.toSorted((one, other) => one - other));
      expect(tops.at(-1)).toBeGreaterThan(12 * 400 - 100);
    });
  });

  test("shows other people's text as text", async () => {
    await stage.open(mixedRecords);
    for (const title of hostileTitles.slice(0, 2)) {
      await stage.tile(title).click();
      expect(await stage.lightbox().locator("h2").innerText()).toBe(title);
      await stage.page.keyboard.press("Escape");
    }
    expect(await stage.page.locator("main b, main i, main script, main img[src=x]").count()).toBe(
      0,
    );
    expect(await stage.page.title()).toBe("r/aww · Gallery");
    expect(stage.troubles).toEqual([]);
  });

  test("is used by keyboard alone: grid, lightbox and back", async () => {
    await stage.open(mixedRecords);
    await stage.tiles().first().waitFor();
    await stage.page.locator(".tile-button").first().focus();
    for (let press = 0; press < 3; press += 1) await stage.page.keyboard.press("ArrowRight");
    await stage.page.keyboard.press("Enter");
    await stage.lightbox().waitFor();
    expect(await stage.counted(), "behind a set of three, a GIF and a hidden one").toMatch(
      /^6 of 41/,
    );
    await stage.page.keyboard.press("ArrowRight");
    expect(await stage.counted()).toMatch(/^7 of 41/);
    await stage.page.keyboard.press("End");
    expect(await stage.counted()).toMatch(/^41 of 41/);
    await stage.page.keyboard.press("ArrowRight");
    expect(await stage.counted()).toMatch(/^41 of 41/);
    await stage.page.keyboard.press("Home");
    expect(await stage.counted()).toMatch(/^1 of 41/);
    for (let press = 0; press < 12; press += 1) {
      await stage.page.keyboard.press("Tab");
      const inside = await stage.page.evaluate(
        () => document.activeElement === document.body || document.activeElement?.closest("dialog"),
      );
      expect(inside, "the focus stays in the lightbox").toBeTruthy();
    }
    for (let press = 0; press < 3; press += 1) await stage.page.keyboard.press("ArrowRight");
    await stage.page.keyboard.press("Escape");
    await stage.lightbox().waitFor({ state: "detached" });
    await stage.page.waitForFunction(
      () => document.activeElement?.getAttribute("data-index") === "1",
    );
    await stage.page.keyboard.press("End");
    await stage.page.waitForFunction(
      () => document.activeElement?.getAttribute("data-index") === "38",
    );
    const seen = await stage.page.locator(":focus").boundingBox();
    expect(seen!.y).toBeGreaterThan(0);
    expect(seen!.y + seen!.height).toBeLessThanOrEqual(900);
  });

  test("takes the key that comes at once after a picture was opened", async () => {
    await stage.open(mixedRecords);
    await stage.tiles().first().waitFor();
    // In the page itself: a browser's tools would give it time to draw in between.
    const opened = await stage.page.evaluate(async () => {
      document.querySelector<HTMLElement>(".tile-button")?.click();
      await Promise.resolve();
      await Promise.resolve();
      return document.querySelector("dialog")?.contains(document.activeElement);
    });
    expect(opened).toBe(true);
  });

  test("keeps what is marked as NSFW blurred until it is asked for", async () => {
    await stage.open(mixedRecords);
    const hidden = stage.tile("Not at work");
    await hidden.click();
    expect(await stage.lightbox().count(), "the first click only shows it").toBe(0);
    await expect.poll(() => stage.page.locator(".tile .veil").count()).toBe(0);
    await hidden.click();
    await stage.lightbox().waitFor();
    await stage.page.keyboard.press("Escape");
    await stage.page.getByLabel("NSFW and spoilers").selectOption("hide");
    await expect.poll(() => hidden.count()).toBe(0);
  });

  test("leads through a set, and says what of it is missing", async () => {
    await stage.open(mixedRecords);
    await stage.tile("A set of three").click();
    await expect.poll(stage.counted).toContain("picture 1 of 3 in this set");
    expect(await stage.page.locator(".lightbox-gaps").innerText()).toContain(
      "no picture at this address",
    );
    await stage.page.getByRole("button", { name: "Picture 3" }).click();
    await expect.poll(stage.counted).toContain("picture 3 of 3");
    expect(await stage.lightbox().locator(".stage img").getAttribute("src")).toMatch(/03\.webp$/);
  });

  test("finds, filters and unfolds", async () => {
    await stage.open(mixedRecords);
    const shown = () => stage.page.locator(".shown").innerText();
    await expect.poll(shown).toBe("39 posts");
    await stage.page.getByLabel("Search titles").fill("set three");
    await expect.poll(shown).toBe("1 post");
    await stage.page.getByLabel("Unfold sets").check();
    await expect.poll(shown).toBe("3 pictures");
    await stage.page.getByLabel("Search titles").fill("no such cat");
    await stage.page.getByText("No picture fits the filter.").waitFor();
    await stage.page.getByLabel("Search titles").fill("");
    await stage.page.getByLabel("Which posts").selectOption("moving");
    await expect.poll(shown).toBe("1 picture");
  });

  test("says what was left out and why, by reason", async () => {
    await stage.open(mixedRecords);
    await stage.page.getByRole("tab", { name: "Left out" }).click();
    const rows = stage.page.locator("tbody tr");
    await expect.poll(() => rows.count()).toBe(2);
    expect(await rows.allInnerTexts()).toEqual([
      expect.stringContaining("There is no picture at this address (404)."),
      expect.stringContaining("The post is a poll."),
    ]);
    await stage.page.getByRole("button", { name: "The post is a poll." }).click();
    await expect.poll(() => rows.count()).toBe(1);
  });

  test("plays a film in the lightbox", async () => {
    const film = sampleRecord("3film", {
      links: [storedLink("3film", "01.webm")],
      post: { title: "A film" },
    });
    await stage.folder.addCrawl(sampleSummary(), [film]);
    await stage.folder.write("aww/3film/01.webm", await recordFilm(stage.browser));
    await stage.open([]);
    await stage.tile("A film").click();
    const position = () =>
      stage
        .lightbox()
        .locator("video")
        .evaluate((video: HTMLVideoElement) => video.currentTime);
    await expect.poll(position).toBeGreaterThan(0);
    expect(stage.troubles).toEqual([]);
  });

  test("lets a GIF stand still until it is pointed at, and names what no browser shows", async () => {
    await stage.open(mixedRecords);
    const moving = stage.tile("A moving one");
    await moving.scrollIntoViewIfNeeded();
    await moving.locator("canvas").waitFor();
    await moving.hover();
    await moving.locator("img").waitFor();
    expect(await stage.tile("A scan").innerText()).toContain("This browser cannot show it");
  });

  test("respects the wish for less motion", async () => {
    await stage.open(mixedRecords, { reducedMotion: "reduce" });
    await stage.tile("A moving one").click();
    await stage.lightbox().locator("canvas").waitFor();
    const playing = stage.lightbox().locator(".stage img");
    expect(await playing.count()).toBe(0);
    await stage.page.getByRole("button", { name: "Play" }).click();
    await playing.waitFor();
  });
});
