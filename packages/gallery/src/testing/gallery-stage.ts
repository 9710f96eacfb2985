import type { PostRecord } from "@reddit-crawler/message-schema";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";

import { startGallery, type Gallery } from "../server/start-gallery.ts";
import { startBrowser } from "./browser.ts";
import { fakePipeline, type FakePipeline } from "./fake-pipeline.ts";
import {
  sampleFolder,
  type SampleFolder,
} from "@reddit-crawler/picture-folder/testing/sample-folder";
import { sampleSummary } from "@reddit-crawler/picture-folder/testing/sample-records";

/** A gallery over a folder and a pipeline that the test plays, open in a browser; new for every test. */
export interface GalleryStage {
  browser: Browser;
  folder: SampleFolder;
  pipeline: FakePipeline;
  gallery: Gallery;
  page: Page;
  /** Errors of the page, and requests to anywhere but its own server. */
  troubles: string[];
  /** Serves a folder that holds a crawl with these posts, and opens it. */
  open: (records: readonly PostRecord[], options?: BrowserContextOptions) => Promise<void>;
  visit: (url: string, options?: BrowserContextOptions) => Promise<void>;
  tiles: () => Locator;
  /** The tile of the post with this title. */
  tile: (title: string) => Locator;
  lightbox: () => Locator;
  /** What the lightbox says about the place of its picture. */
  counted: () => Promise<string>;
}

/** Prepares a stage for every test of the describe block that calls it, in the browser at `browserPath`. */
export function galleryStage(browserPath: string | undefined): GalleryStage {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the hooks below fill it before a test sees it
  const stage = {
    open: async (records, options) => {
      const posts = records.length;
      const counts = {
        pages: 1,
        listed: posts,
        queued: posts,
        withoutPictures: 0,
        picturesLinked: 0,
      };
      if (posts > 0) await stage.folder.addCrawl(sampleSummary({ counts }), records);
      stage.gallery = await startGallery(stage.pipeline.ports);
      await stage.visit(stage.gallery.url, options);
    },
    visit: async (url, options) => {
      const viewport = { width: 1280, height: 900 };
      const context = await stage.browser.newContext({ viewport, ...options });
      const page = await context.newPage();
      const { troubles } = stage;
      page.on("pageerror", (error) => troubles.push(error.message));
      page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
      page.on("request", (request) => {
        const isOwn = ["127.0.0.1", ""].includes(new URL(request.url()).hostname);
        if (!isOwn) troubles.push(`asked for ${request.url()}`);
      });
      stage.page = page;
      await page.goto(url);
    },
    tiles: () => stage.page.locator(".tile"),
    tile: (name) => stage.page.getByRole("button", { name }),
    lightbox: () => stage.page.locator("dialog.lightbox"),
    counted: () => stage.page.locator(".lightbox-count").innerText(),
  } as GalleryStage;

  beforeAll(async () => {
    if (browserPath !== undefined) stage.browser = await startBrowser(browserPath);
  });
  afterAll(() => stage.browser?.close());
  beforeEach(async () => {
    stage.folder = await sampleFolder();
    stage.pipeline = await fakePipeline(stage.folder.path);
    stage.troubles = [];
  });
  afterEach(async () => {
    await stage.page?.context().close();
    await stage.gallery?.stop();
    await stage.pipeline.stop();
    await stage.folder.remove();
    if (stage.pipeline.errors.length > 0) throw new AggregateError(stage.pipeline.errors);
  });
  return stage;
}
