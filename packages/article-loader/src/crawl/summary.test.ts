import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { crawlIndexKey, crawlSummaryKey } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { pictureChild, pictureChildren, textChild } from "../testing/listing-json.ts";
import { FakeWorld, crawlRequest } from "../testing/loader-world.ts";
import { saveSummary } from "./summary.ts";

const { crawlId } = crawlRequest;
const key = crawlSummaryKey(crawlId);
const throttled = (seconds: number) => new ThrottledError("rate-limited", "Wait.", seconds);

describe("a summary", () => {
  const listing = () => ({ state: "listing" });

  test("is put at the crawl's key", async () => {
    const world = new FakeWorld();
    const saved = await saveSummary(world, world.crawl(), listing);
    expect(JSON.parse(world.texts.get(key)?.text ?? "")).toEqual(saved);
    expect(saved).toMatchObject({ crawlId, state: "listing", source: "oauth" });
  });

  test("replaces the one that it was made of, and no other", async () => {
    const world = new FakeWorld();
    const [first, other, crawl] = [world.crawl(), world.crawl(), world.crawl()];
    await saveSummary(world, first, listing);
    const saved = await saveSummary(world, other, listing);
    let writes = 0;
    world.beforeWrite = () => {
      writes += 1;
      if (writes === 1) world.writeSummary({ ...saved, counts: { ...saved.counts, listed: 7 } });
    };
    const kept = await world.clock.run(saveSummary(world, crawl, listing));
    expect(writes).toBe(2);
    expect(kept.counts.listed).toBe(7);
  });

  test("that is over is not put again", async () => {
    const world = new FakeWorld();
    const over = { state: "listed", listedPerShard: [0] };
    const saved = await saveSummary(world, world.crawl(), () => over);
    expect(await saveSummary(world, world.crawl(), listing)).toEqual(saved);
    expect(world.summaries).toHaveLength(1);
  });

  test("that others always put first is attempted after longer and longer pauses, and retryable", async () => {
    const world = new FakeWorld();
    const startMs = world.clock.now();
    const atMs: number[] = [];
    world.objects.replace = async () => {
      atMs.push(world.clock.now() - startMs);
      return false;
    };
    const save = world.clock.run(saveSummary(world, world.crawl(), listing));
    await expect(save).rejects.toMatchObject({ name: "RetryableError", code: "object-contended" });
    expect(atMs).toEqual([0, 20, 60, 140, 300, 500]);
  });

  test("shows a long wait with its reason and its end, in one write, until it is over", async () => {
    const world = new FakeWorld({ "": [throttled(600), { children: pictureChildren("a", 1) }] });
    const startMs = world.clock.now();
    await world.load();
    const shown = world.summaries.map(({ state, waiting }) => ({ state, reason: waiting?.reason }));
    expect(shown).toEqual([
      { state: "listing", reason: undefined },
      { state: "listing", reason: "reddit-asks-to-wait" },
      { state: "listed", reason: undefined },
    ]);
    const untilMs = Date.parse(world.summaries[1]?.waiting?.until ?? "");
    expect(untilMs - startMs).toBeGreaterThanOrEqual(600_000);
    expect(untilMs - startMs).toBeLessThan(610_000);
  });

  test("shows the wait for an exhausted budget, and the budget with each page", async () => {
    const world = new FakeWorld();
    const headers = { "x-ratelimit-remaining": "0.4", "x-ratelimit-reset": "217" };
    world.answers = {
      "": [{ children: pictureChildren("a", 1), after: "t3_p1", headers }],
      t3_p1: [{ children: pictureChildren("b", 1), after: "t3_p2" }],
      t3_p2: [{ children: [] }],
    };
    await world.load();
    expect(
      world.summaries.map(({ redditBudget, waiting }) => [redditBudget, waiting?.reason]),
    ).toEqual([
      [undefined, undefined],
      [0.4, undefined],
      [0.4, "reddit-asks-to-wait"],
      [0.4, undefined],
      [undefined, undefined],
    ]);
  });

  test("is not written for a wait below ten seconds", async () => {
    const world = new FakeWorld({ "": [throttled(9), { children: pictureChildren("a", 1) }] });
    await world.load();
    expect(world.summaries).toHaveLength(2);
  });

  test("that cannot show a wait does not end it", async () => {
    const world = new FakeWorld({ "": [throttled(600), { children: pictureChildren("a", 1) }] });
    const startMs = world.clock.now();
    world.beforeWrite = (_key, { waiting }) => {
      if (waiting) throw new RetryableError("bucket-unavailable", "S3 is away.");
    };
    await world.load();
    expect(world.clock.now() - startMs).toBeGreaterThanOrEqual(600_000);
    expect(world.summary).toMatchObject({ state: "listed" });
    expect(world.lines).toContainEqual(expect.objectContaining({ event: "wait-not-told" }));
  });
});

test("a crawl's request is put where crawls are found newest first", async () => {
  const world = new FakeWorld({ "": [{ children: [] }] });
  await world.load();
  expect(JSON.parse(world.texts.get(crawlIndexKey(crawlId))?.text ?? "")).toEqual(crawlRequest);
});

test("a post's record stays when a later attempt finds something else, whose record lies beside it", async () => {
  const world = new FakeWorld({ "": [{ children: [textChild("a1")] }] });
  await world.load();
  world.texts.delete(key);
  world.answers = { "": [{ children: [pictureChild("a1", { url: "https://youtu.be/x" })] }] };
  await world.load();
  expect(world.records).toMatchObject([
    { post: { id: "a1" }, reason: "text-only" },
    { post: { id: "a1" }, reason: "unsupported-host" },
  ]);
  expect([...world.texts.keys()].filter((each) => each.includes("/posts/"))).toHaveLength(2);
});
