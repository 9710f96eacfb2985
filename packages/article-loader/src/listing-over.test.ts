import { PermanentError, RetryableError } from "@reddit-crawler/function-runtime/errors";
import { tallyShardOf, tallyShards, type CrawlSummary } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { pictureChild, pictureChildren, textChild } from "./testing/listing-json.ts";
import { FakeWorld } from "./testing/loader-world.ts";

const accessError = () => new PermanentError("subreddit-private", "It is private.");
const noAnswer = () => Promise.reject(new RetryableError("topic-unavailable", "SNS: no answer"));
const down = () => new RetryableError("connection-refused", "503");

function perShard(...postIds: readonly string[]): number[] {
  return Array.from(
    { length: tallyShards },
    (_, shard) => postIds.filter((id) => tallyShardOf(id) === shard).length,
  );
}

/** Lets `attempts` of one message fail one after the other, of which the third settles it; what each left in the summary. */
async function failAll(world: FakeWorld, attempts: number) {
  const left: (CrawlSummary | undefined)[] = [];
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const ended = await world.load({}, attempt).then(
      () => "settled",
      () => "thrown",
    );
    expect(ended).toBe(attempt < 3 ? "thrown" : "settled");
    left.push(world.summary);
  }
  return left;
}

describe("an access error", () => {
  test("is for good and announced at once, with nothing to wait for", async () => {
    const world = new FakeWorld({ "": [accessError()] });
    await world.load();
    expect(world.summary).toMatchObject({ state: "failed", listedPerShard: perShard() });
    expect(world.effects.slice(-2)).toEqual(["summary failed 0", "announce the end"]);
  });

  test("behind some pages says how many entries each shard will have of them", async () => {
    const world = new FakeWorld({
      "": [{ children: [pictureChild("a1"), pictureChild("a2")], after: "t3_a2" }],
      t3_a2: [accessError()],
    });
    await world.load();
    expect(world.summary).toMatchObject({
      state: "failed",
      listedPerShard: perShard("a1", "a2"),
    });
  });

  test("is thrown when it cannot be announced, so that the next attempt announces it and asks Reddit nothing", async () => {
    const world = new FakeWorld({ "": [accessError()] });
    const { ends } = world;
    world.ends = { check: noAnswer };
    await expect(world.load()).rejects.toMatchObject({ code: "topic-unavailable" });
    const { length } = world.effects;
    world.ends = ends;
    await world.load();
    expect(world.effects.slice(length)).toEqual(["announce the end"]);
  });
});

describe.each([
  ["may pass", down, "listing"],
  ["an operator has to mend", () => new PermanentError("credentials-refused", "No."), "failed"],
])("a failure that %s", (_, failure, before) => {
  test("is for good, and announced, with the last of three attempts only", async () => {
    const world = new FakeWorld({ "": [failure()] });
    const left = await failAll(world, 3);
    expect(left.map((summary) => summary?.state)).toEqual([before, before, "failed"]);
    expect(left.map((summary) => summary?.listedPerShard)).toEqual([
      undefined,
      undefined,
      perShard(),
    ]);
    expect(left[2]).toMatchObject({ failure: { code: failure().code, retryable: false } });
    expect(world.effects.filter((effect) => effect === "announce the end")).toHaveLength(1);
    expect(world.effects.at(-1)).toBe("announce the end");
  });

  test("is thrown also when it is for good and cannot be announced", async () => {
    const world = new FakeWorld({ "": [failure()] });
    await failAll(world, 2);
    world.ends.check = noAnswer;
    await expect(world.load({}, 3)).rejects.toMatchObject({ code: "topic-unavailable" });
    expect(world.lines).toContainEqual(expect.objectContaining({ event: "end-not-told" }));
  });
});

describe("the attempts of a request", () => {
  test("count also where they died and left nothing: SQS counts them", async () => {
    const world = new FakeWorld({ "": [down()] });
    await world.load({}, 3);
    expect(world.summary).toMatchObject({ state: "failed", listedPerShard: perShard() });
  });

  test("are three: a delivery behind them ends and announces the crawl, and asks Reddit nothing", async () => {
    const world = new FakeWorld({ "": [{ children: [] }] });
    await world.load({}, 4);
    expect(world.pages).toEqual([]);
    const failure = { code: "attempts-used-up", retryable: false };
    expect(world.summary).toMatchObject({ state: "failed", failure });
    expect(world.effects.at(-1)).toBe("announce the end");
  });

  test("are those of one message: one that is sent again has three of its own", async () => {
    const world = new FakeWorld({ "": [down()] });
    await failAll(world, 2);
    const left = await failAll(world, 3);
    expect(left.map((summary) => summary?.state)).toEqual(["listing", "listing", "failed"]);
  });

  test("leave to the last one what the longest of them had listed", async () => {
    const world = new FakeWorld({
      "": [{ children: pictureChildren("a", 9), after: "t3_a8" }, down()],
      t3_a8: [down()],
    });
    const left = await failAll(world, 3);
    const ids = Array.from({ length: 9 }, (_, i) => `a${i}`);
    expect(left.map((summary) => summary?.counts.listed)).toEqual([9, 9, 9]);
    expect(left[2]?.counts).toEqual(left[0]?.counts);
    expect(left[2]?.listedPerShard).toEqual(perShard(...ids));
  });

  test("leave to the one that lists everything its own counts", async () => {
    const world = new FakeWorld({
      "": [{ children: pictureChildren("a", 9), after: "t3_a8" }, { children: [] }],
      t3_a8: [down()],
    });
    await failAll(world, 1);
    await world.load();
    expect(world.summary).toMatchObject({ state: "listed", counts: { listed: 0 } });
  });

  test("leave to the last one the posts that it sent of a page that it could not record", async () => {
    const world = new FakeWorld({ "": [{ children: [pictureChild("a1"), textChild("a2")] }] });
    world.beforeWrite = (key) => {
      if (key.includes("/posts/")) throw new RetryableError("bucket-unavailable", "S3: away");
    };
    for (const attempt of [1, 2]) await expect(world.load({}, attempt)).rejects.toThrow("S3: away");
    await world.load({}, 3);
    expect(world.summary).toMatchObject({
      state: "failed",
      listedPerShard: perShard("a1"),
    });
  });

  test("are forgotten once the listing is over", async () => {
    const world = new FakeWorld({ "": [down()] });
    const left = await failAll(world, 3);
    expect(left.map((summary) => summary?.tries !== undefined)).toEqual([true, true, false]);
    const listed = new FakeWorld({ "": [{ children: [] }] });
    await listed.load();
    expect(listed.summaries.map(({ tries }) => tries !== undefined)).toEqual([true, false]);
  });
});

describe("a listing that is over", () => {
  test.each([
    ["listed", { "": [{ children: [pictureChild("a1")] }] }],
    ["failed", { "": [accessError()] }],
  ])(
    "stays %s when its request comes again: Reddit is not asked, and the end is checked again",
    async (state, answers) => {
      const world = new FakeWorld(answers);
      await world.load();
      const { length } = world.effects;
      world.answers = { "": [{ children: [pictureChild("b1")] }] };
      await world.load();
      expect(world.effects.slice(length)).toEqual(["announce the end"]);
      expect(world.summary).toMatchObject({ state });
    },
  );

  test("stays listed when its end cannot be announced, which is logged and counted, and the next attempt does", async () => {
    const world = new FakeWorld({ "": [{ children: [pictureChild("a1")] }] });
    const { ends } = world;
    world.ends = { check: noAnswer };
    await expect(world.load()).rejects.toMatchObject({ code: "topic-unavailable" });
    expect(world.summary).toMatchObject({ state: "listed" });
    expect(world.lines).toContainEqual(
      expect.objectContaining({
        level: "error",
        event: "end-not-told",
        error: expect.objectContaining({ code: "topic-unavailable" }),
      }),
    );
    expect(world.lines).toContainEqual(expect.objectContaining({ ListingFailures: 1 }));
    world.ends = ends;
    await world.load();
    expect(world.sent).toHaveLength(1);
    expect(world.effects.at(-1)).toBe("announce the end");
  });
});
