import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { pictureChild } from "../testing/listing-json.ts";
import { FakeWorld } from "../testing/loader-world.ts";

const down = () => new RetryableError("reddit-down", "Reddit answered 500.");

/** A listing whose second page Reddit answers with 500, as often as it is asked unless `then` says otherwise. */
function secondPageFails(...then: unknown[][]) {
  const world = new FakeWorld({
    "": [{ children: [pictureChild("a1")], after: "t3_p1" }],
    t3_p1: [...Array.from({ length: 3 }, down), ...then.map((children) => ({ children }))],
  });
  return world;
}

/** Runs what the crawl queue brings, each message once its delay is over, and up to three times where it fails. */
async function runToEnd(world: FakeWorld) {
  let runs = 0;
  let attempt = 1;
  let pauseSeconds = 0;
  for (let next = {}; ;) {
    const before = world.published.length;
    const start = world.clock.now();
    const isThrown = await world.load(next, attempt).then(
      () => false,
      () => true,
    );
    runs += 1;
    expect(runs, "runs").toBeLessThan(50);
    pauseSeconds += (world.clock.now() - start) / 1000;
    if (world.published.length > before) {
      next = world.published.at(-1) ?? {};
      attempt = 1;
      pauseSeconds += world.delaysSeconds.at(-1) ?? 0;
    } else if (isThrown) attempt += 1;
    else return { seconds: pauseSeconds };
  }
}

describe("a page that Reddit answers with 500", () => {
  test("is asked for again a minute later, by itself: the pages before it are not read anew", async () => {
    const world = secondPageFails([pictureChild("b1")]);
    await runToEnd(world);
    expect(world.pages.filter(({ after }) => after === undefined)).toHaveLength(1);
    expect(world.queued).toEqual(["a1", "b1"]);
    expect(world.summary).toMatchObject({ state: "listed", counts: { listed: 2 } });
    expect(world.summary).not.toHaveProperty("failure");
  });

  test("for ever gets minutes, and the last words say what to do", async () => {
    const world = secondPageFails();
    world.answers["t3_p1"] = [down()];
    const { seconds } = await runToEnd(world);
    expect(seconds).toBeGreaterThan(180);
    expect(world.pages.filter(({ after }) => after === undefined)).toHaveLength(1);
    expect(world.summary).toMatchObject({
      state: "failed",
      counts: { listed: 1 },
      failure: {
        code: "reddit-down",
        message:
          "Reddit answered 500. Every attempt failed. Run the same crawl again later: it goes on with what is there.",
      },
    });
  });

  test("says while it may still come that it is read again, and until when it waits", async () => {
    const world = secondPageFails();
    await world.load();
    expect(world.summary).toMatchObject({
      state: "listing",
      failure: { retryable: true, message: expect.stringMatching(/the listing is read again\.$/) },
      waiting: { reason: "backoff" },
    });
  });
});

test("however a server fails between pages that come, each page is read whole once, and nothing is lost", async () => {
  const failure = fc.constantFrom(
    () => new RetryableError("reddit-down", "500"),
    () => new RetryableError("answer-not-json", "x"),
    () => new RetryableError("connection-broken", "x"),
    () => new ThrottledError("rate-limited", "429", 5),
    () => new ThrottledError("rate-limited", "429", 1200),
  );
  // Of each kind no more than a page is attempted.
  const failures = fc.array(fc.array(failure, { maxLength: 8 }), { minLength: 3, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(failures, async (before) => {
      const world = new FakeWorld();
      world.timeoutMs = 86_400_000;
      const cursors = ["", "t3_p1", "t3_p2"];
      cursors.forEach((cursor, page) => {
        const children = [pictureChild(`${"abc"[page]}1`)];
        const after = cursors[page + 1] ?? null;
        world.answers[cursor] = [
          ...(before[page] ?? []).map((make) => make()),
          { children, after },
          new RetryableError("reddit-down", "The page is asked for twice."),
        ];
      });
      await runToEnd(world);
      expect(world.queued).toEqual(["a1", "b1", "c1"]);
      expect(world.summary).toMatchObject({ state: "listed", counts: { listed: 3 } });
    }),
    { numRuns: 60 },
  );
});
