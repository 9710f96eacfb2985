import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { describe, expect, test } from "vitest";

import { pictureChildren } from "../testing/listing-json.ts";
import { LoaderWorld, crawlRequest } from "../testing/loader-world.ts";

describe("when Reddit asks to wait", () => {
  test("the crawl waits and goes on", async () => {
    const world = new LoaderWorld();
    world.answers = {
      "": [
        new ThrottledError("rate-limited", "Reddit asks to wait 600 s.", 600),
        { children: pictureChildren("a", 1) },
      ],
    };
    await world.load();
    const [first = 0, second = 0] = world.requestedAtMs;
    expect(second - first).toBeGreaterThanOrEqual(600_000);
    expect(world.sent).toHaveLength(1);
    expect(world.lines).toContainEqual(
      expect.objectContaining({
        event: "waiting",
        reason: "reddit-asks-to-wait",
        seconds: 600,
        crawlId: crawlRequest.crawlId,
      }),
    );
  });

  test("by an exhausted budget, the next page waits for the next window", async () => {
    const world = new LoaderWorld();
    const headers = { "x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "217" };
    world.answers = {
      "": [{ children: pictureChildren("a", 1), after: "t3_p1", headers }],
      t3_p1: [{ children: [] }],
    };
    await world.load();
    const [first = 0, second = 0] = world.requestedAtMs;
    expect(second - first).toBeGreaterThanOrEqual(217_000);
    expect(world.lines).toContainEqual(expect.objectContaining({ RedditBudget: 0 }));
  });

  test("it waits a minute where no time is named", async () => {
    const world = new LoaderWorld();
    world.answers = {
      "": [new ThrottledError("rate-limited", "Wait.", undefined), { children: [] }],
    };
    await world.load();
    const [first = 0, second = 0] = world.requestedAtMs;
    expect(second - first).toBeGreaterThanOrEqual(60_000);
  });

  test("longer than the invocation lasts, the first page is left to a retry", async () => {
    const world = new LoaderWorld();
    world.answers = { "": [new ThrottledError("rate-limited", "Reddit asks to wait.", 3000)] };
    await expect(world.load()).rejects.toMatchObject({
      name: "ThrottledError",
      retryAfterSeconds: 3000,
    });
    expect(world.pages).toHaveLength(1);
    expect(world.summaries.at(-1)).toMatchObject({
      state: "listing",
      failure: { code: "rate-limited", retryable: true },
    });
  });
});

describe("when Reddit cannot answer", () => {
  const down = () => new RetryableError("reddit-down", "Reddit is in trouble (503).");

  test("the page is asked for again after a backoff", async () => {
    const world = new LoaderWorld();
    world.answers = { "": [down(), down(), { children: pictureChildren("a", 1) }] };
    await world.load();
    const [first = 0, second = 0, third = 0] = world.requestedAtMs;
    expect(second - first).toBeGreaterThanOrEqual(2000);
    expect(third - second).toBeGreaterThan(second - first);
    expect(world.sent).toHaveLength(1);
  });

  test("for long, a retry of the whole request is left to Lambda", async () => {
    const world = new LoaderWorld();
    world.answers = { "": [down()] };
    await expect(world.load()).rejects.toMatchObject({ code: "reddit-down" });
    expect(world.pages).toHaveLength(3);
    expect(world.summaries.at(-1)).toMatchObject({
      state: "listing",
      failure: { code: "reddit-down", retryable: true },
    });
  });

  test("and no time is left, it is not asked again", async () => {
    const world = new LoaderWorld();
    world.timeoutMs = 61_000;
    world.answers = { "": [down()] };
    await expect(world.load()).rejects.toMatchObject({ code: "reddit-down" });
    expect(world.pages).toHaveLength(1);
  });

  test("a later success leaves no failure in the summary", async () => {
    const world = new LoaderWorld();
    world.answers = { "": [down(), down(), down(), { children: [] }] };
    await expect(world.load()).rejects.toThrow("503");
    await world.load();
    expect(world.summaries.at(-1)?.failure).toBeUndefined();
  });
});
