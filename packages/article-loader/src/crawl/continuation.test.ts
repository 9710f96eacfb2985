import { ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { crawlRequestSchema } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { pictureChild, textChild } from "../testing/listing-json.ts";
import { FakeWorld, crawlRequest } from "../testing/loader-world.ts";

describe("when the time runs short", () => {
  const twoPages = () => {
    const world = new FakeWorld();
    world.timeoutMs = 61_000;
    world.answers = {
      "": [{ children: [pictureChild("a1"), textChild("a2")], after: "t3_p1" }],
      t3_p1: [{ children: [pictureChild("a1"), pictureChild("b1")] }],
    };
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
      "count a2",
      "summary listing 2",
      "publish t3_p1",
    ]);
    expect(crawlRequestSchema.parse(world.published[0])).toEqual({
      ...crawlRequest,
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
    expect(world.summaries.at(-1)?.counts).toEqual({
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

  test("a wait that Reddit asks for becomes a continuation, too", async () => {
    const world = twoPages();
    world.timeoutMs = 300_000;
    world.answers["t3_p1"] = [new ThrottledError("rate-limited", "Reddit asks to wait.", 590)];
    await world.load();
    expect(world.effects.at(-1)).toBe("publish t3_p1");
  });

  test("a crawl that was handed over too often ends as failed and keeps what it has", async () => {
    const world = twoPages();
    const continuation = { after: "t3_p0", hop: 10, listedPostIds: ["z1"] };
    world.answers["t3_p0"] = [{ children: [pictureChild("a1")], after: "t3_p1" }];
    await world.load({ continuation });
    expect(world.published).toEqual([]);
    expect(world.sent.map(({ postId }) => postId)).toEqual(["a1"]);
    expect(world.summaries.at(-1)).toMatchObject({
      state: "failed",
      counts: { listed: 2 },
      failure: {
        code: "continuations-used-up",
        message: expect.stringMatching(/handed over 10 times.*2 of 100 posts/),
      },
    });
  });
});
