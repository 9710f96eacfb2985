import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findBrowser, startBrowser } from "@reddit-crawler/gallery/testing/browser";
import { keepScreenshot } from "@reddit-crawler/gallery/testing/keep-screenshot";
import { startReplay, type Replay } from "@reddit-crawler/replay-reddit/start-replay";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { repositoryRoot } from "../testing/repository.ts";
import { recordedOutput } from "../testing/recorded-output.ts";
import { demoSettings } from "../local/demo-command.ts";
import { runStart } from "../local/start-command.ts";

const browserPath = findBrowser();
type Browser = Awaited<ReturnType<typeof startBrowser>>;
type Page = Awaited<ReturnType<Browser["newPage"]>>;

/** Screenshots for the README are kept only when they are asked for: their cats are the same, their times are not. */
const keepScreenshots = process.env["KEEP_SCREENSHOTS"] === "1";
const laptop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

describe.skipIf(browserPath === undefined)(
  "start, as a person uses it in a browser",
  { timeout: 180_000 },
  () => {
    const stop = new AbortController();
    let folder: string;
    let screenshots: string;
    let replay: Replay;
    let browser: Browser;
    let url: string;
    let ended: Promise<number>;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "gallery-in-browser-"));
      screenshots = keepScreenshots
        ? join(repositoryRoot, "packages", "gallery", "screenshots")
        : join(folder, "screenshots");
      await mkdir(screenshots, { recursive: true });
      // Slower hosts where the crawl is to be pictured before it ends.
      const hostsMs = keepScreenshots ? 600 : 100;
      replay = await startReplay({ workDir: join(folder, "replay"), latency: { hostsMs } });
      browser = await startBrowser(browserPath!);
      url = await new Promise((resolve, reject) => {
        ended = runStart({
          settings: demoSettings,
          folder: join(folder, "pictures"),
          network: { ...replay.environment() },
          apiPort: undefined,
          output: recordedOutput(),
          signal: stop.signal,
          onStarted: resolve,
        });
        ended.catch(reject);
      });
    }, 120_000);

    afterAll(async () => {
      await browser?.close();
      stop.abort();
      if ((await ended) !== 0) throw new Error("start did not end well");
      await replay.stop();
      await rm(folder, { recursive: true, force: true });
    }, 60_000);

    async function open(viewport: typeof laptop, colorScheme: "light" | "dark") {
      const troubles: string[] = [];
      const context = await browser.newContext({ viewport, colorScheme, locale: "en-GB" });
      const page = await context.newPage();
      page.on("pageerror", (error) => troubles.push(error.message));
      page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
      page.on("request", (request) => {
        if (!request.url().startsWith(url)) troubles.push(`asked for ${request.url()}`);
      });
      await page.goto(url);
      return { page, troubles };
    }

    const shoot = async (page: Page, name: string) => {
      await page.mouse.move(0, 0);
      // As text: this package's code runs in Node, and its types know no document.
      await page.evaluate(
        `Promise.all(Array.from(document.images, (picture) => picture.decode().catch(() => {})))`,
      );
      const png = await page.screenshot({ animations: "disabled" });
      await keepScreenshot(png, join(screenshots, `${name}.png`));
    };
    const tab = (page: Page, name: string) => page.getByRole("tab", { name }).innerText();

    test("a crawl is started in the page, and its pictures are seen to land", async () => {
      const { page, troubles } = await open(laptop, "light");
      await page.getByLabel("Subreddit").waitFor();
      await shoot(page, "welcome");
      await page.getByLabel("Subreddit").fill("r/aww");
      await page.getByRole("button", { name: "Start crawl" }).click();

      await page.locator(".tile").nth(8).waitFor({ timeout: 60_000 });
      const early = await tab(page, "Pictures");
      await shoot(page, "landing");
      const isOver = (await page.getByText(/Finished in/).count()) > 0;
      if (keepScreenshots && isOver) throw new Error("The crawl was over before its picture.");
      await page.getByText(/Finished in/).waitFor({ timeout: 120_000 });
      const expected = (await replay.expected(100)).flatMap(({ pictures }) => pictures).length;
      expect(await tab(page, "Pictures")).toBe(`Pictures ${expected}`);
      expect(early).not.toBe(`Pictures ${expected}`);
      expect(troubles).toEqual([]);
      await page.context().close();
    });

    test("titles that try to be markup are text", async () => {
      const { page, troubles } = await open(laptop, "light");
      await page.getByLabel("Search titles").fill("<script>alert");
      await page.locator(".tile-button").click();
      const title = await page.locator("dialog h2").innerText();
      expect(title).toContain("<script>alert('meow')</script> & <b>bold</b>");
      expect(await page.locator("main script, dialog script, dialog b").count()).toBe(0);
      expect(troubles).toEqual([]);
      await page.context().close();
    });

    test("the films of the demo play", async () => {
      const { page, troubles } = await open(laptop, "light");
      await page.getByLabel("Which posts").selectOption("moving");
      await page.locator(".tile-button:has(video)").first().click();
      const film = page.locator("dialog video");
      await expect
        .poll(() => film.evaluate((video) => "currentTime" in video && video.currentTime))
        .toBeGreaterThan(0);
      expect(await page.getByText("This browser cannot show it").count()).toBe(0);
      expect(troubles).toEqual([]);
      await page.context().close();
    });

    test("every reason that the demo gives is said in words", async () => {
      const { page } = await open(laptop, "light");
      await page.getByRole("tab", { name: "Left out" }).click();
      const rows = await page.locator("tbody tr").evaluateAll((rows) =>
        rows.map((row) => ({
          code: row.querySelector("code")?.textContent ?? "",
          words: row.lastElementChild?.firstChild?.textContent ?? "",
        })),
      );
      expect(rows.length).toBeGreaterThan(15);
      for (const { code, words } of rows) {
        const asItIs = code.replaceAll("-", " ");
        expect(words.toLowerCase(), code).not.toBe(`${asItIs}.`);
      }
      await page.context().close();
    });

    test.each([
      ["laptop-light", laptop, "light"],
      ["laptop-dark", laptop, "dark"],
      ["phone-light", phone, "light"],
      ["phone-dark", phone, "dark"],
    ] as const)("every screen is there on %s", async (name, viewport, colorScheme) => {
      const { page, troubles } = await open(viewport, colorScheme);
      await page.locator(".tile").first().waitFor();
      await shoot(page, `${name}-grid`);

      await page.getByLabel("Which posts").selectOption("sets");
      await page.locator(".tile-button").first().click();
      await page.keyboard.press("ArrowRight");
      await page.getByText(/picture 2 of/).waitFor();
      const picture = page.locator(".stage img");
      await expect
        .poll(() => picture.evaluate((image) => "naturalWidth" in image && image.naturalWidth))
        .toBeGreaterThan(0);
      await shoot(page, `${name}-lightbox`);
      await page.keyboard.press("Escape");

      await page.getByRole("tab", { name: "Left out" }).click();
      await page.locator("tbody tr").first().waitFor();
      await shoot(page, `${name}-left-out`);
      expect(troubles).toEqual([]);
      await page.context().close();
    });

    test("the page that is written beside the pictures shows them from disk", async () => {
      const page = await browser.newPage();
      await page.goto(`file://${join(folder, "pictures", "index.html")}`);
      await page.locator(".tile img").first().waitFor();
      expect(await tab(page, "Pictures")).toMatch(/^Pictures 1\d\d$/);
      await page.close();
    });
  },
);
