import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import type {
  CrawlRequest,
  CrawlSummary,
  PostMessage,
  PostRecord,
} from "@reddit-crawler/message-schema";
import {
  sampleFolder,
  type SampleFolder,
} from "@reddit-crawler/picture-folder/testing/sample-folder";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { CrawlOrder } from "../pipeline/crawl-api.ts";
import { findStopped, goOnWith } from "./stopped-crawl.ts";

const stoppedAt = Date.parse("2026-11-22T20:00:00.000Z");
const hourMs = 3_600_000;
const message = contracts["post-message"].examples[0]!;
const { crawlId } = message;
const nothingStoredAt = new Date(stoppedAt).toISOString();
const request: CrawlRequest = {
  schemaVersion: 1,
  crawlId,
  subreddit: "aww",
  sortMethod: "new",
  timeFilter: "day",
  limit: 5000,
  source: "archive",
  requestedAt: "2026-11-22T19:00:00.000Z",
  continuation: { after: "t3_1ab", hop: 1, listedPostIds: ["1ab"], cursor: "a cursor" },
};
const order: CrawlOrder = {
  subreddit: "aww",
  sort_method: "new",
  time_filter: "day",
  limit: 5000,
  source: "archive",
};
const decided: PostRecord = {
  ...contracts["post-record"].examples[0]!,
  crawlId,
  post: { ...message.post, id: "1done" },
  links: [],
};
const queue = ["1done", "1open"]
  .map((id) => JSON.stringify({ ...message, post: { ...message.post, id }, nothingStoredAt }))
  .join("\n");

let folder: SampleFolder;
beforeEach(async () => {
  folder = await sampleFolder();
});
afterEach(() => folder.remove());

/** A folder with a crawl that was stopped. */
async function stopped(
  changes: { summary?: Partial<CrawlSummary>; request?: Partial<CrawlRequest> } = {},
) {
  const { continuation: _, ...asked } = request;
  await folder.addCrawl(
    {
      ...asked,
      state: "listing",
      source: "archive",
      updatedAt: new Date(stoppedAt).toISOString(),
      counts: { pages: 1, listed: 2, queued: 2, withoutPictures: 0, picturesLinked: 2 },
      ...changes.summary,
    },
    [decided],
  );
  await folder.write(
    `_crawls/${crawlId}/continuation.json`,
    JSON.stringify({ ...request, ...changes.request }),
  );
  await folder.write(`_crawls/${crawlId}/queue.jsonl`, queue);
}
const find = (changes: Partial<CrawlOrder> = {}, afterMs = 0) =>
  findStopped(folder.path, { ...order, ...changes }, stoppedAt + afterMs);

describe("the crawl that an order goes on with", () => {
  test("is the stopped one of the same posts, with those that are not decided", async () => {
    await stopped();
    const found = await find();
    expect(found?.request.continuation?.cursor).toBe("a cursor");
    expect(found?.open.map(({ post }) => post.id)).toEqual(["1open"]);
  });

  test.each<Partial<CrawlOrder>>([
    { subreddit: "cats" },
    { subreddit: "u/aww" },
    { sort_method: "top" },
    { limit: 4999 },
    { source: "keyless" },
    { nsfw: false },
    { min_score: 5 },
    { since: "2026-01-01T00:00:00Z" },
    { media_hosts: ["reddit"] },
    { source: "file", import_key: "imports/01KAR7Q8Z4M3XWQ0V5T9B2C6DE.jsonl" },
  ])("is none where %j is asked for", async (changes) => {
    await stopped();
    expect(await find(changes)).toBeUndefined();
  });

  test("is none of a user, where the profile is asked for", async () => {
    await stopped({ request: { subreddit: "u_catperson", user: "catperson" } });
    expect(await find({ subreddit: "u/catperson" })).toBeDefined();
    expect(await find({ subreddit: "u_catperson" })).toBeUndefined();
  });

  test.each([
    ["archive", 23 * hourMs, true],
    ["archive", 25 * hourMs, false],
    ["keyless", 0.9 * hourMs, true],
    ["keyless", 1.1 * hourMs, false],
  ])("of the %s may have been stopped %d ms ago: %s", async (source, afterMs, isFound) => {
    await stopped({ summary: { source } });
    expect((await find({}, afterMs)) !== undefined).toBe(isFound);
  });

  test.each(["failed", "queued"])("is none that is %s", async (state) => {
    await stopped({ summary: { state } });
    expect(await find()).toBeUndefined();
  });
});

describe("going on", () => {
  async function goOn(summary: Partial<CrawlSummary> = {}) {
    await stopped({ summary });
    const put: string[] = [];
    const sent: string[] = [];
    const looksSpared: PostMessage[] = [];
    const found = await find();
    await goOnWith(found!, {
      bucket: {
        keys: async () => [],
        prefixes: async () => [],
        get: async () => undefined,
        put: async (key) => void put.push(key),
        linkTo: async () => false,
        onStored: () => () => undefined,
      },
      sendPosts: async (posts) => {
        sent.push(...posts.map(({ post }) => post.id));
        looksSpared.push(...posts.filter((post) => post.nothingStoredAt !== undefined));
      },
      sendCrawl: async ({ continuation }) => void sent.push(`behind ${continuation?.cursor}`),
    });
    return { put, sent, looksSpared };
  }

  test("puts all that was known, then sends the open posts, and the request last", async () => {
    const { put, sent } = await goOn();
    expect(put.map((key) => key.split("/")[2] ?? key)).toEqual(
      expect.arrayContaining(["posts", "crawl.json"]),
    );
    expect(sent).toEqual(["1open", "behind a cursor"]);
  });

  test("has each open post looked for, which another crawl of the folder may have kept since", async () => {
    const { looksSpared } = await goOn();
    expect((await find())?.open[0]).toHaveProperty("nothingStoredAt");
    expect(looksSpared).toEqual([]);
  });

  test("lists nothing more of a crawl whose listing is over", async () => {
    expect((await goOn({ state: "listed", listedPerShard: [2] })).sent).toEqual(["1open"]);
  });
});
