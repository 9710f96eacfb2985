import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { demoListing } from "@reddit-crawler/replay-reddit/listing/demo-listing";
import { startReplay } from "@reddit-crawler/replay-reddit/start-replay";
import { expect, onTestFinished, test } from "vitest";

import { demoSettings } from "../local/demo-command.ts";
import { runCrawl } from "../local/run-crawl.ts";
import { recordedOutput } from "../testing/recorded-output.ts";

const limit = 8;
const uploads = demoListing()
  .slice(0, limit)
  .filter(({ post }) => post.domain === "i.redd.it")
  .map(({ post }) => new RegExp(new URL(post.url).pathname));

test(
  "a crawl that waits for a host makes the small copies of what it has, and its page shows them",
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "small-copies-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const out = join(folder, "pictures");
    const replay = await startReplay({
      workDir: join(folder, "replay"),
      pictureScale: 4,
      faults: [{ host: "*", path: uploads[0]!, times: Infinity, effect: { status: 503 } }],
    });
    onTestFinished(() => replay.stop());
    const stop = new AbortController();
    const crawling = runCrawl({
      order: { subreddit: "aww", sort_method: "top", time_filter: "day", limit },
      settings: demoSettings,
      folder: out,
      network: { ...replay.environment() },
      output: recordedOutput(),
      signal: stop.signal,
    });

    const files = () => readdir(out, { recursive: true }).catch((): string[] => []);
    const copies = async () =>
      (await files()).filter((name) => /^_crawls\/small\/.*\.webp$/.test(name));
    const large = async () => {
      const pictures = (await files()).filter((name) => /^aww\/\w+\/\d\d\.(jpg|png)$/.test(name));
      const sizes = await Promise.all(pictures.map((name) => stat(join(out, name))));
      return pictures.filter((_, at) => sizes[at]!.size >= 300_000);
    };
    await expect
      .poll(async () => (await copies()).length, { timeout: 60_000 })
      .toBeGreaterThanOrEqual(3);
    await expect
      .poll(async () => (await large()).length - (await copies()).length, { timeout: 60_000 })
      .toBe(0);
    stop.abort();
    expect(await crawling).toBe(130);
    const made = await copies();
    const page = await readFile(join(out, "index.html"), "utf8");
    const shown = [...page.matchAll(/"small":"([^"]+)"/g)].map(([, path]) => path);
    expect(new Set(shown)).toEqual(new Set(made));
    expect(shown).toHaveLength(made.length);
  },
);
