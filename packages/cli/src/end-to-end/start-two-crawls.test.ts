import { readdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";

import { readNameTemplate } from "@reddit-crawler/picture-folder/names/name-template";
import { pictureNames } from "@reddit-crawler/picture-folder/names/picture-names";
import { readCrawls } from "@reddit-crawler/picture-folder/read-crawls";
import { temporaryReplay } from "@reddit-crawler/replay-reddit/testing/temporary-replay";
import { expect, onTestFinished, test } from "vitest";

import { orderCrawl } from "../pipeline/crawl-api.ts";
import { demoSettings } from "../local/demo-command.ts";
import { runStart } from "../local/start-command.ts";
import { recordedOutput } from "../testing/recorded-output.ts";

test(
  "start keeps two crawls that run at once, each whole and under a person's own names, and goes on",
  { timeout: 120_000 },
  async () => {
    const { folder, replay } = await temporaryReplay();
    const pictures = join(folder, "pictures");
    const stop = new AbortController();
    const output = recordedOutput();
    const reports = Promise.withResolvers<void>();
    let ended = 0;
    const api = Promise.withResolvers<string>();
    const hints: string[] = [];
    // Taken by this, or by another command before.
    const taken = createServer().on("error", () => {});
    taken.listen(4280, "127.0.0.1");
    onTestFinished(() => void taken.close());
    output.hint = (text) => {
      hints.push(text);
      const [, url] = /The API is at (\S+)\. /.exec(text) ?? [];
      if (url !== undefined) api.resolve(url);
      if (/^Crawl \w+(?:: | failed)/.test(text) && ++ended === 2) reports.resolve();
    };
    const running = runStart({
      settings: demoSettings,
      folder: pictures,
      network: { ...replay.environment() },
      apiPort: undefined,
      files: { naming: readNameTemplate("{subreddit} {id}-{nn}.{ext}") },
      output,
      signal: stop.signal,
    });
    try {
      const url = await Promise.race([api.promise, running]);
      const order = { sort_method: "top", time_filter: "day", limit: 20 };
      await Promise.all(
        ["aww", "cats"].map((subreddit) => orderCrawl(String(url), { ...order, subreddit })),
      );
      expect(hints.join("\n")).toMatch(
        /^4280 is taken: the page is at http:\/\/127\.0\.0\.1:(?!4280)\d+\/$/m,
      );
      await Promise.race([reports.promise, running]);
      const kept = await readCrawls(pictures);
      expect(kept.map(({ summary, records }) => [summary.state, records.length])).toEqual([
        ["listed", 20],
        ["listed", 20],
      ]);
      const names = await readdir(pictures, { recursive: true });
      expect(names.filter((name) => name.endsWith(".part"))).toEqual([]);
      const keys = kept.flatMap(({ records }) =>
        records.flatMap(({ links }) => links.flatMap(({ key }) => key ?? [])),
      );
      const { pathOf } = await pictureNames(pictures);
      expect(names).toEqual(expect.arrayContaining(keys.map(pathOf)));
      expect(
        keys.map(pathOf).filter((path) => !/^\w+ \w+-\d\d[-\w]*\.\w+$/.test(path ?? "")),
      ).toEqual([]);
    } finally {
      stop.abort();
      expect(await running).toBe(0);
    }
  },
);
