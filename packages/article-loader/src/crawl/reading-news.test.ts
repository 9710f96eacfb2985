import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { expect, test } from "vitest";

import { pictureChildren } from "../testing/listing-json.ts";
import { LoaderWorld } from "../testing/loader-world.ts";

const throttled = (seconds: number) => new ThrottledError("rate-limited", "Wait.", seconds);

test("the summary tells a long wait with its reason and its end, in one write, until it is over", async () => {
  const world = new LoaderWorld();
  world.answers = { "": [throttled(600), { children: pictureChildren("a", 1) }] };
  const startMs = world.clock.now();
  await world.load();
  const told = world.summaries.map(({ state, waiting }) => ({ state, reason: waiting?.reason }));
  expect(told).toEqual([
    { state: "listing", reason: undefined },
    { state: "listing", reason: "reddit-asks-to-wait" },
    { state: "listed", reason: undefined },
  ]);
  const untilMs = Date.parse(world.summaries[1]?.waiting?.until ?? "");
  expect(untilMs - startMs).toBeGreaterThanOrEqual(600_000);
  expect(untilMs - startMs).toBeLessThan(610_000);
});

test("the summary tells the wait for an exhausted budget, and the budget with each page", async () => {
  const world = new LoaderWorld();
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

test("a wait below ten seconds is not worth a write", async () => {
  const world = new LoaderWorld();
  world.answers = { "": [throttled(9), { children: pictureChildren("a", 1) }] };
  await world.load();
  expect(world.summaries).toHaveLength(2);
});

test("a wait that cannot be told is waited all the same", async () => {
  const world = new LoaderWorld();
  world.answers = { "": [throttled(600), { children: pictureChildren("a", 1) }] };
  const ports = world.ports();
  const { records } = world.ports();
  ports.records.saveSummary = (crawlId, next) =>
    records.saveSummary(crawlId, (former) => {
      const summary = next(former);
      if (summary.waiting) throw new RetryableError("bucket-unavailable", "S3 is away.");
      return summary;
    });
  await world.load({}, ports);
  expect(world.summaries.at(-1)).toMatchObject({ state: "listed" });
  expect(world.lines).toContainEqual(expect.objectContaining({ event: "wait-not-told" }));
});
