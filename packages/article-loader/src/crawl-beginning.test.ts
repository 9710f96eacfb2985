import { PermanentError, RetryableError } from "@reddit-crawler/function-runtime/errors";
import { describe, expect, test } from "vitest";

import { pictureChild } from "./testing/listing-json.ts";
import { FakeWorld, crawlRequest } from "./testing/loader-world.ts";

describe("the beginning of a crawl", () => {
  const isIndex = (key: string) => key.startsWith("crawl-index/");
  const slowBeginning = () => {
    const world = new FakeWorld();
    world.beforeWrite = (key) => isIndex(key) && world.clock.sleep(5000);
    return world;
  };

  test("is written concurrently with the first request, and before any post is sent", async () => {
    const world = slowBeginning();
    world.answers = { "": [{ children: [pictureChild("a1")] }] };
    await world.load();
    expect(world.effects.slice(0, 4)).toEqual([
      "summary listing 0",
      "read first",
      `index ${crawlRequest.crawlId}`,
      "send a1",
    ]);
  });

  test("is over before the end of a crawl that Reddit refuses is written", async () => {
    const world = slowBeginning();
    world.answers = { "": [new PermanentError("subreddit-private", "It is private.")] };
    await world.load();
    expect(world.effects.slice(-3)).toEqual([
      `index ${crawlRequest.crawlId}`,
      "summary failed 0",
      "announce the end",
    ]);
  });

  test("that cannot be written lets nothing be sent", async () => {
    const world = new FakeWorld({ "": [{ children: [pictureChild("a1")] }] });
    world.beforeWrite = (key) => {
      if (isIndex(key)) throw new RetryableError("bucket-unavailable", "S3");
    };
    await expect(world.load()).rejects.toMatchObject({
      code: "bucket-unavailable",
    });
    expect(world.sent).toEqual([]);
  });
});
