import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { demoListing } from "@reddit-crawler/replay-reddit/listing/demo-listing";
import { startReplay } from "@reddit-crawler/replay-reddit/start-replay";
import { expect, onTestFinished, test } from "vitest";

import { demoSettings } from "../local/demo-command.ts";
import { runCrawl } from "../local/run-crawl.ts";
import { recordedOutput } from "../testing/recorded-output.ts";

const limit = 8;
const listed = demoListing()
  .slice(0, limit)
  .map(({ post }) => post);
const slow = listed.find(({ domain }) => domain === "i.redd.it")!;

test(
  "a crawl whose host is down says so, ends with what is there, and the next run brings the rest",
  { timeout: 120_000 },
  async () => {
    const folder = await temporaryFolder();
    const out = join(folder, "pictures");
    const shown: string[] = [];
    const printed: string[] = [];
    const recorded = recordedOutput(printed);
    const view = { ...recorded.view, show: (line: string) => void shown.push(line) };
    const path = new RegExp(new URL(slow.url).pathname);

    const crawl = async (times: number) => {
      const replay = await startReplay({
        workDir: join(folder, "replay"),
        faults: [{ host: "*", path, times, effect: { status: 503 } }],
      });
      onTestFinished(() => replay.stop());
      const code = await runCrawl({
        order: { subreddit: "aww", sort_method: "top", time_filter: "day", limit },
        settings: demoSettings,
        folder: out,
        network: { ...replay.environment() },
        output: { ...recorded, view, verbosity: "normal" },
        signal: new AbortController().signal,
        patienceMs: 8000,
      });
      return { code, expected: await replay.expected(limit) };
    };
    const pictures = async () =>
      (await readdir(out, { recursive: true })).filter((name) => /\/\d\d[\w-]*\.\w+$/.test(name));

    const first = await crawl(Infinity);
    expect(first.code, printed.join("\n")).toBe(1);
    expect(shown.join("\n")).toMatch(
      /1 post waits for i\.redd\.it \(http-503\) until \d\d:\d\d:\d\d; patience left: \d s/,
    );
    expect(printed.at(-1)).toMatch(
      /^1 post still waits for i\.redd\.it \(http-503\), .*Run the same crawl again to go on\.$/,
    );
    const all = first.expected.flatMap(({ pictures }) => pictures).length;
    expect(await pictures()).toHaveLength(all - 1);

    expect((await crawl(0)).code, printed.join("\n")).toBe(0);
    expect(await pictures()).toHaveLength(all);
  },
);
