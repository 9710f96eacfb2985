import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import type { PostRecord } from "@reddit-crawler/message-schema";
import { demoListing } from "@reddit-crawler/replay-reddit/listing/demo-listing";
import type { Replay } from "@reddit-crawler/replay-reddit/start-replay";
import { temporaryReplay } from "@reddit-crawler/replay-reddit/testing/temporary-replay";
import { beforeEach, describe, expect, test } from "vitest";

import { demoSettings } from "../local/demo-command.ts";
import { runCrawl } from "../local/run-crawl.ts";
import { readOrder } from "../program/read-order.ts";
import { recordedOutput } from "../testing/recorded-output.ts";

const posts = demoListing().map(({ post }) => post);
const single = posts.find(({ domain }) => domain === "i.redd.it")!;
const withKeys = demoSettings;
const withoutKeys = { ...demoSettings, redditCredentials: undefined };

describe("a crawl by an address, from the zips and the template", { timeout: 120_000 }, () => {
  let folder: string;
  let replay: Replay;
  const printed: string[] = [];

  beforeEach(async () => {
    ({ folder, replay } = await temporaryReplay());
  });

  /** Crawls `address` as the command does, and gives the records. */
  async function crawl(address: string, settings = withKeys): Promise<PostRecord[]> {
    const out = join(folder, "pictures");
    const end = await runCrawl({
      order: readOrder(address, { nsfw: true, spoilers: true, limit: 100 }),
      settings,
      folder: out,
      network: { ...replay.environment() },
      output: recordedOutput(printed),
      signal: new AbortController().signal,
    });
    expect(end, printed.join("\n")).toBe(0);
    const crawls = (await readdir(join(out, "_crawls"))).filter((name) => name !== "state");
    const records = join(out, "_crawls", crawls.toSorted().at(-1) ?? "", "posts");
    return Promise.all(
      (await readdir(records)).map(async (name): Promise<PostRecord> =>
        JSON.parse(await readFile(join(records, name), "utf8")),
      ),
    );
  }

  test.each([
    ["with keys", withKeys],
    ["without", withoutKeys],
  ])("of a user brings all that was posted, %s", async (_, settings) => {
    const { author } = single;
    const records = await crawl(`https://www.reddit.com/user/${author}/submitted/`, settings);
    const own = posts.filter((post) => post.author === author);
    expect(records.map(({ post }) => post.id).toSorted()).toEqual(
      own.map(({ id }) => id).toSorted(),
    );
    expect(records.every(({ post }) => post.author === author)).toBe(true);
    expect(printed.join("\n")).toContain(`of u/${author}`);
  });

  test.each([
    ["page", `https://www.reddit.com${single.permalink}`, withoutKeys],
    ["short link", `redd.it/${single.id}`, withKeys],
    ["share link", `https://www.reddit.com/r/cats/s/${single.id}Shr`, withoutKeys],
    ["share link, with keys", `https://www.reddit.com/r/cats/s/${single.id}Shr`, withKeys],
    ["new share link", `https://www.reddit.com/r/cats/s/${single.id}New`, withKeys],
  ])("of a post's %s brings that post", async (_, address, settings) => {
    const records = await crawl(address, settings);
    expect(records).toMatchObject([
      { post: { id: single.id, title: single.title }, outcome: "stored" },
    ]);
    const stored = await readdir(join(folder, "pictures"), { recursive: true });
    expect(stored).toContainEqual(
      expect.stringMatching(new RegExp(`^\\w+/${single.id}/01\\.\\w+$`)),
    );
  });
});
