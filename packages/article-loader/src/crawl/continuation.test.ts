import { ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { crawlRequestSchema } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { pictureChild, textChild } from "../testing/listing-json.ts";
import { archiveWorld, now } from "../testing/archive-world.ts";
import { archivedPosts } from "../testing/fake-archive.ts";
import { FakeWorld, crawlRequest } from "../testing/loader-world.ts";

describe("when the time runs short", () => {
  const twoPages = () => {
    const world = new FakeWorld({
      "": [{ children: [pictureChild("a1"), textChild("a2")], after: "t3_p1" }],
      t3_p1: [{ children: [pictureChild("a1"), pictureChild("b1")] }],
    });
    world.timeoutMs = 61_000;
    return world;
  };

  test("a continuation is published last, after everything else", async () => {
    const world = twoPages();
    await world.load();
    expect(world.effects).toEqual([
      "summary listing 0",
      `index ${crawlRequest.crawlId}`,
      "read first",
      "send a1",
      "record a2",
      "summary listing 2",
      "summary listing 2",
      "publish t3_p1",
    ]);
    expect(crawlRequestSchema.parse(world.published[0])).toEqual({
      ...crawlRequest,
      deferred: 1,
      deferredFor: "turn-too-late",
      continuation: {
        after: "t3_p1",
        hop: 1,
        listedPostIds: ["a1", "a2"],
        counts: { pages: 1, listed: 2, queued: 1, withoutPictures: 1, picturesLinked: 1 },
      },
    });
  });

  test("the continuation goes on with what was listed and counted", async () => {
    const before = twoPages();
    await before.load();
    const world = twoPages();
    await world.load(before.published[0]);
    expect(world.effects).toEqual([
      "summary listing 2",
      "read t3_p1",
      "send b1",
      "summary listed 3",
      "announce the end",
    ]);
    expect(world.summary?.counts).toEqual({
      pages: 2,
      listed: 3,
      queued: 2,
      withoutPictures: 1,
      picturesLinked: 2,
    });
  });

  test("an attempt after a failed one of the same continuation counts nothing twice", async () => {
    const before = twoPages();
    await before.load();
    const once = twoPages();
    await once.load(before.published[0]);
    const twice = twoPages();
    await twice.load(before.published[0]);
    expect(twice.summaries.at(-1)?.counts).toEqual(once.summaries.at(-1)?.counts);
  });

  test("all messages after a second attempt know of the first, also one that lets others pass", async () => {
    const world = twoPages();
    world.timeoutMs = 900_000;
    world.doOthersWait = true;
    await world.load({}, 1);
    await world.load({}, 2);
    await world.load({ attemptedBefore: true }, 1);
    expect(world.published.map(({ attemptedBefore }) => attemptedBefore)).toEqual([
      undefined,
      true,
      true,
    ]);
  });

  test("a wait that Reddit asks for becomes a continuation, too", async () => {
    const world = twoPages();
    world.timeoutMs = 300_000;
    world.answers["t3_p1"] = [new ThrottledError("rate-limited", "Reddit asks to wait.", 590)];
    await world.load();
    expect(world.effects.at(-1)).toBe("publish t3_p1");
    expect(world.delaysSeconds).toEqual([590]);
  });

  test("a crawl that was put off ten times without a page ends as failed and keeps what it has", async () => {
    const world = twoPages();
    const continuation = { after: "t3_p0", hop: 10, listedPostIds: ["z1"] };
    world.answers["t3_p0"] = [new ThrottledError("rate-limited", "Reddit asks to wait.", 590)];
    await world.load({ continuation, deferred: 9 });
    expect(world.published).toMatchObject([{ continuation, deferred: 10 }]);
    await world.load({ continuation, deferred: 10 });
    expect(world.published).toHaveLength(1);
    expect(world.summary).toMatchObject({
      state: "failed",
      counts: { listed: 1 },
      failure: {
        code: "continuations-used-up",
        message: expect.stringMatching(/put off 10 times.*1 of 100 posts.*as Reddit asked/),
      },
    });
  });

  test("a page lets the crawl be put off ten times again, however often it was handed over", async () => {
    const world = twoPages();
    const continuation = { after: "t3_p0", hop: 10, listedPostIds: ["z1"] };
    world.answers["t3_p0"] = [{ children: [pictureChild("a1")], after: "t3_p1" }];
    await world.load({ continuation, deferred: 10 });
    expect(world.published).toMatchObject([
      { continuation: { after: "t3_p1", hop: 10 }, deferred: 1 },
    ]);
  });
});

describe("while other crawls wait", () => {
  const pages = (second: unknown[]) => {
    const world = new FakeWorld({
      "": [{ children: [pictureChild("a1")], after: "t3_p1" }],
      t3_p1: [{ children: second, after: "t3_p2" }],
      t3_p2: [{ children: [pictureChild("c1")] }],
    });
    world.doOthersWait = true;
    return world;
  };

  test("each page has a turn of its own: the rest goes to the queue's end, once its page is counted", async () => {
    const world = pages([pictureChild("b1")]);
    await world.load();
    expect(world.effects.slice(-3)).toEqual(["send a1", "summary listing 1", "publish t3_p1"]);
    expect(world.delaysSeconds).toEqual([0]);
    await world.load(world.published[0]);
    await world.load(world.published[1]);
    expect(world.queued).toEqual(["a1", "b1", "c1"]);
    expect(world.summary).toMatchObject({ state: "listed", counts: { listed: 3 } });
  });

  test("a page without a new post is no turn, so that no listing goes in circles through the queue", async () => {
    const world = pages([pictureChild("a1")]);
    await world.load();
    world.answers["t3_p2"] = [{ children: [], after: "t3_p1" }];
    await world.load(world.published[0]);
    expect(world.published).toHaveLength(1);
    expect(world.summary).toMatchObject({ state: "listed", counts: { listed: 1 } });
  });

  test("a page of the archive's ranking is a turn, though it has no post", async () => {
    const { world } = archiveWorld(archivedPosts(300, 1, now - 40 * 3600));
    world.doOthersWait = true;
    await world.load({ source: "archive", sortMethod: "top", timeFilter: "week" });
    expect(world.published).toMatchObject([{ continuation: { hop: 1, counts: { listed: 0 } } }]);
  });

  test("a crawl of one page is listed at once", async () => {
    const world = pages([]);
    await world.load({ limit: 1 });
    expect(world.published).toEqual([]);
    expect(world.summary).toMatchObject({ state: "listed" });
  });
});
