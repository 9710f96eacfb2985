import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { temporaryReplay } from "@reddit-crawler/replay-reddit/testing/temporary-replay";
import { expect, test } from "vitest";

import { demoSettings } from "../local/demo-command.ts";
import { runCrawls } from "../local/run-crawl.ts";
import { readOrders } from "../program/read-order.ts";
import { recordedOutput } from "../testing/recorded-output.ts";

test(
  "several names are a crawl each on one pipeline, with one result; one that fails keeps none of the others",
  { timeout: 120_000 },
  async () => {
    const { folder, replay } = await temporaryReplay();
    const printed: string[] = [];
    const documents: unknown[] = [];
    const recorded = recordedOutput(printed);
    let pipelines = 0;
    const code = await runCrawls({
      orders: readOrders(["aww", "replay_private", "cats"], {
        nsfw: true,
        spoilers: true,
        limit: 6,
      }),
      settings: demoSettings,
      folder: join(folder, "pictures"),
      network: { ...replay.environment() },
      output: {
        ...recorded,
        verbosity: "normal",
        result: (words, json) => {
          documents.push(JSON.parse(json()));
          recorded.result(words, json);
        },
      },
      signal: new AbortController().signal,
      onStarted: () => (pipelines += 1),
    });
    expect(code, printed.join("\n")).toBe(1);
    expect(pipelines).toBe(1);
    expect(documents).toMatchObject([
      [
        { address: "r/aww", state: "finished", posts: { decided: 6 } },
        { address: "r/replay_private", state: "failed", failure: { code: "subreddit-private" } },
        { address: "r/cats", state: "finished", posts: { decided: 6 } },
      ],
    ]);
    const words = printed.join("\n");
    expect(words).toMatch(/^3 crawls in \d/m);
    expect(words).toMatch(/^r\/cats +6 .* finished$/m);
    expect(words).toMatch(/^The crawl of r\/replay_private failed\. .*private/m);
    const crawls = await readdir(join(folder, "pictures", "_crawls"));
    expect(crawls.filter((name) => /^[0-7][0-9A-Z]{25}$/.test(name))).toHaveLength(3);
  },
);
