import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { archivedPost } from "@reddit-crawler/replay-reddit/archive/archived-post";
import { demoListing } from "@reddit-crawler/replay-reddit/listing/demo-listing";
import type { Replay } from "@reddit-crawler/replay-reddit/start-replay";
import { temporaryReplay } from "@reddit-crawler/replay-reddit/testing/temporary-replay";
import { beforeEach, expect, test } from "vitest";

import { demoSettings } from "../local/demo-command.ts";
import { runCrawl } from "../local/run-crawl.ts";
import { readOrder } from "../program/read-order.ts";
import { longZstdFrame } from "../testing/long-zstd-frame.ts";
import { recordedOutput } from "../testing/recorded-output.ts";

let folder: string;
let replay: Replay;
let printed: string[];

beforeEach(async () => {
  printed = [];
  ({ folder, replay } = await temporaryReplay());
});

/** The first posts of the replay's listing, as an archive keeps them a month later. The first is so long that the import is uploaded in parts. */
const archived = demoListing()
  .slice(0, 100)
  .map(({ post }, index) => ({
    ...archivedPost(post, post.created_utc + 2_600_000),
    ...(index === 0 && { unknown_to_us: "x".repeat(9_000_000) }),
  }))
  .map((post) => JSON.stringify(post));

async function crawlFile(name: string, bytes: Buffer) {
  const from = join(folder, name);
  await writeFile(from, bytes);
  return runCrawl({
    order: readOrder("all", { from, limit: 1000, nsfw: true, spoilers: true }),
    from,
    settings: { ...demoSettings, redditCredentials: undefined },
    folder: join(folder, "pictures"),
    network: { ...replay.environment() },
    output: recordedOutput(printed),
    signal: new AbortController().signal,
  });
}

/** The digests of all pictures. */
async function pictures(): Promise<string[]> {
  const all = await readdir(join(folder, "pictures"), { recursive: true, withFileTypes: true });
  const files = all.filter((entry) => entry.isFile() && !/\.(?:json|html)$/.test(entry.name));
  const digests = files.map(async ({ parentPath, name }) =>
    createHash("sha256")
      .update(await readFile(join(parentPath, name)))
      .digest("hex"),
  );
  return (await Promise.all(digests)).toSorted();
}

test("a dump of two frames with broken lines gives the listing's pictures, and again as gzip no further one", async () => {
  const lines = [...archived.slice(0, 50), '{"broken', "\u0000", ...archived.slice(50)];
  const text = lines.join("\n");
  // The border of the frames lies within a line, and each wants a window of 2 GiB.
  const frames = [longZstdFrame(text.slice(0, 99_999), 31), longZstdFrame(text.slice(99_999), 31)];
  expect(await crawlFile("RS_2026-04.zst", Buffer.concat(frames)), printed.join("\n")).toBe(0);

  const expected = await replay.expected(100);
  const stored = await pictures();
  expect(stored).toEqual(
    expected.flatMap(({ pictures }) => pictures.map(({ sha256 }) => sha256)).toSorted(),
  );
  expect(printed.join("\n")).toContain(
    "102 lines, 100 posts of every subreddit, 2 lines without a post",
  );
  expect(replay.requests().filter(({ host }) => host.endsWith("reddit.com"))).toEqual([]);

  expect(await crawlFile("r_aww_posts.jsonl.gz", gzipSync(text)), printed.join("\n")).toBe(0);
  expect(await pictures()).toEqual(stored);
}, 120_000);
