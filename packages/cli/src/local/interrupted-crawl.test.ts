import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import type { writeGalleryIndex } from "@reddit-crawler/gallery/document/write-index";
import { startGallery } from "@reddit-crawler/gallery/server/start-gallery";
import { pictureFolder } from "@reddit-crawler/picture-folder/picture-folder";
import { describe, expect, test, vi } from "vitest";

import { orderCrawl } from "../pipeline/crawl-api.ts";
import { readLocalSettings } from "../pipeline/local-settings.ts";
import { startPipeline } from "../pipeline/pipeline.ts";
import { recordedOutput } from "../testing/recorded-output.ts";
import { crawlId, crawlSeenAs, recordOf, summaryAt } from "../testing/seen-crawl.ts";
import { runCrawls } from "./run-crawl.ts";
import { runStart, type StartRun } from "./start-command.ts";

vi.mock(import("../pipeline/pipeline.ts"), () => ({
  startPipeline: vi.fn<typeof startPipeline>(),
}));
vi.mock(import("../pipeline/crawl-api.ts"), async (importOriginal) => ({
  ...(await importOriginal()),
  orderCrawl: vi.fn<typeof orderCrawl>(),
}));
vi.mock(import("@reddit-crawler/gallery/document/write-index"), () => ({
  writeGalleryIndex: vi.fn<typeof writeGalleryIndex>(),
}));
vi.mock(import("@reddit-crawler/gallery/server/start-gallery"), () => ({
  startGallery: vi.fn<typeof startGallery>(),
}));
vi.mock(import("@reddit-crawler/picture-folder/picture-folder"), () => ({
  pictureFolder: vi.fn<typeof pictureFolder>(),
}));

const commands = {
  crawl: (run: Omit<StartRun, "onStarted">) =>
    runCrawls({ ...run, orders: [{ subreddit: "aww", limit: 2 }], anew: true }),
  start: runStart,
};

/** Interrupts a command once it follows a crawl; `keepLast` is what keeps that then. */
async function interrupted(name: keyof typeof commands, keepLast: () => Promise<void>) {
  const path = await temporaryFolder();
  const { pipeline, options } = crawlSeenAs({ ...summaryAt("listed"), ...recordOf("a") });
  const stop = new AbortController();
  const said: string[] = [];
  const stopped = vi.fn<() => Promise<void>>(async () => {});
  pipeline.queueDepths = async () => {
    stop.abort();
    return { waiting: 1, inFlight: 0, deadLettered: 0 };
  };
  pipeline.bucket.prefixes = async () => [`crawls/${crawlId}/`];
  vi.mocked(startPipeline).mockResolvedValue({
    ...pipeline,
    apiUrl: "http://127.0.0.1",
    imports: { bucket: "media", client: {} },
    folderLost: new AbortController().signal,
    checkFolder: async () => {},
    functions: () => [],
    waitingPosts: () => [],
    queuedPosts: () => [],
    sendCrawl: async () => {},
    sendPosts: async () => {},
    retryDeadLetters: async () => {},
    stop: stopped,
  });
  vi.mocked(startGallery).mockResolvedValue({
    url: "http://127.0.0.1:4280/",
    show: () => {},
    stop: async () => {},
  });
  vi.mocked(orderCrawl).mockResolvedValue(crawlId);
  let kept = 0;
  const keepCrawl = async () => (kept++ === 0 ? undefined : keepLast());
  vi.mocked(pictureFolder).mockReturnValue({ ...options.folder, keepCrawl });
  const end = await commands[name]({
    settings: readLocalSettings([]),
    folder: path,
    network: {},
    output: recordedOutput(said),
    signal: stop.signal,
    apiPort: undefined,
  }).catch((error: unknown) => error);
  expect(kept).toBe(2);
  expect(stopped).toHaveBeenCalledOnce();
  return { end, said: said.join("\n") };
}

test("a crawl that is interrupted says that what was decided is kept", async () => {
  const { end, said } = await interrupted("crawl", async () => {});
  expect(end).toBe(130);
  expect(said).toContain("What was decided is kept");
});

test("start ends in peace when it is interrupted and its crawls are kept", async () => {
  const { end } = await interrupted("start", async () => {});
  expect(end).toBe(0);
});

describe.each(["crawl", "start"] as const)("%s that is interrupted", (command) => {
  test("and cannot keep a crawl says why, and not that it is kept", async () => {
    const full = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    const { end, said } = await interrupted(command, () => Promise.reject(full));
    expect(end).toBe(full);
    expect(said).not.toContain("is kept");
  });
});
