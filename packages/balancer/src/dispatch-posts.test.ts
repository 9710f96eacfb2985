import type { DownloadJob } from "@reddit-crawler/message-schema";
import { assert, asyncProperty, boolean, integer, nat } from "fast-check";
import { describe, expect, test } from "vitest";

import { body, dispatchScene as scene } from "./testing/dispatch-scene.ts";

describe("a round", () => {
  test("leaves at once when the queue is empty", async () => {
    const { run, calls } = scene({ waiting: 0 });
    await run();
    expect(calls).toEqual(["depth", "receive 1"]);
  });

  test("leaves at once when every place is taken and nothing waits", async () => {
    const { run, calls } = scene({ inFlight: 10 });
    await run();
    expect(calls).toEqual(["depth"]);
  });

  test("gives each waiting message to one worker, with its receipt and its time", async () => {
    const { run, jobs } = scene({ waiting: 3 });
    await run();
    expect(jobs.map(({ job }) => job)).toEqual(
      ["m-0", "m-1", "m-2"].map((messageId) =>
        expect.objectContaining({
          messageId,
          receiptHandle: `receipt of ${messageId}`,
          message: JSON.parse(body),
          receiveCount: 1,
          receivedAt: "2026-11-22T20:00:00.000Z",
          hiddenUntil: "2026-11-22T20:03:00.000Z",
        }),
      ),
    );
  });

  test("fills only the places that are free", async () => {
    const { run, jobs } = scene({ waiting: 100, inFlight: 7, workMs: 60_000 });
    await run();
    expect(jobs).toHaveLength(3);
  });

  test("receives in parallel when Lambda accepts, many places are free and the queue is deep", async () => {
    const { run, calls } = scene({ waiting: 100, places: 41, workMs: 60_000 });
    await run();
    expect(calls.slice(0, 7)).toEqual([
      "depth",
      "receive 1",
      "receive 10",
      "receive 10",
      "receive 10",
      "receive 10",
      "sleep 500",
    ]);
  });

  test("refills places as workers finish, reading the queue again after the pause that it is given", async () => {
    const { run, jobs, elapsedMs } = scene({ waiting: 35, workMs: 2000 });
    await run();
    expect(jobs).toHaveLength(35);
    expect(elapsedMs()).toBe(6000);
  });

  test("ends with 5 s left, whatever still waits", async () => {
    const { run, elapsedMs, calls } = scene({ waiting: 1, inFlight: 10, roundMs: 55_000 });
    await run();
    expect(elapsedMs()).toBe(50_500);
    expect(calls.filter((call) => call === "depth")).toHaveLength(101);
  });

  test("touches nothing when it starts with less than 5 s", async () => {
    const { run, calls } = scene({ waiting: 10, roundMs: 4999 });
    await run();
    expect(calls).toEqual([]);
  });

  test("spends a reading once, even when the next one is as old", async () => {
    const { run, jobs } = scene({ waiting: 500, places: 10, staleDepth: true, roundMs: 5400 });
    await run();
    expect(jobs).toHaveLength(10);
  });

  test("never has more in flight than there are places", async () => {
    await assert(
      asyncProperty(
        nat(200),
        nat(60),
        integer({ min: 1, max: 50 }),
        integer({ min: 1, max: 9000 }),
        boolean(),
        async (waiting, inFlight, places, workMs, poison) => {
          const round = scene({
            waiting,
            inFlight,
            places,
            workMs,
            ...(poison && { bodyOf: (i: number) => (i % 3 ? body : "{") }),
          });
          await round.run();
          expect(round.mostInFlight()).toBeLessThanOrEqual(Math.max(places, inFlight));
        },
      ),
    );
  });

  test("sums up what it did, with its last reading of the queue", async () => {
    const { run } = scene({ waiting: 12, bodyOf: (i) => (i === 5 ? "{" : body) });
    expect(await run()).toEqual({ waiting: 1, inFlight: 1, dispatched: 11, refused: 0, poison: 1 });
  });
});

describe("a refused invocation", () => {
  const refuse = (refused: string) => async (job: DownloadJob) => {
    if (job.messageId === refused) throw new Error("TooManyRequestsException");
  };

  test("shows its message again in 30 s and ends the round", async () => {
    const { run, jobs, hidden, calls } = scene({ waiting: 30, invoke: refuse("m-4") });
    expect(await run()).toMatchObject({ dispatched: 9, refused: 1 });
    expect(jobs).toHaveLength(9);
    expect(hidden).toEqual([{ seconds: 30, receiptHandle: "receipt of m-4" }]);
    expect(calls).toEqual(["depth", "receive 1", "receive 9"]);
  });

  test("of the first message leaves all others untouched", async () => {
    const { run, calls } = scene({ waiting: 100, places: 40, invoke: refuse("m-0") });
    expect(await run()).toMatchObject({ dispatched: 0, refused: 1 });
    expect(calls).toEqual(["depth", "receive 1"]);
  });

  test("behind poison leaves all others untouched", async () => {
    const bodyOf = (index: number) => (index < 2 ? "{" : body);
    const { run, calls } = scene({ waiting: 100, places: 40, bodyOf, invoke: refuse("m-2") });
    expect(await run()).toMatchObject({ dispatched: 0, refused: 1, poison: 2 });
    expect(calls).toEqual(["depth", "receive 1", "receive 1", "receive 1"]);
  });

  test("is logged with its message and cause", async () => {
    const { run, lines } = scene({ waiting: 1, invoke: refuse("m-0") });
    await run();
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level: "error",
      event: "invocation-refused",
      messageId: "m-0",
      postId: "1skbyfv",
      error: { message: "TooManyRequestsException" },
    });
  });

  test("does not fail the round when its visibility cannot be changed, which is logged", async () => {
    const { run, lines } = scene({
      waiting: 2,
      invoke: refuse("m-1"),
      queue: () => ({ changeVisibility: () => Promise.reject(new Error("SQS is away")) }),
    });
    expect(await run()).toMatchObject({ dispatched: 1, refused: 1 });
    expect(lines.join()).toContain('"event":"show-again-failed"');
  });
});

describe("a poison message", () => {
  test("reaches no worker, comes back soon for the redrive, and holds up no other", async () => {
    const { run, jobs, hidden } = scene({ waiting: 3, bodyOf: (i) => (i === 1 ? "{" : body) });
    expect(await run()).toMatchObject({ dispatched: 2, poison: 1 });
    expect(jobs.map(({ job }) => job.messageId)).toEqual(["m-0", "m-2"]);
    expect(hidden).toEqual([{ seconds: 5, receiptHandle: "receipt of m-1" }]);
  });

  test("is logged as an error with its id and what is wrong, not with its body", async () => {
    const { run, lines } = scene({ waiting: 1, bodyOf: () => '{"schemaVersion":9,"x":"<b>"}' });
    await run();
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level: "error",
      event: "message-poison",
      messageId: "m-0",
      reason: expect.stringContaining("schemaVersion"),
    });
    expect(lines[0]).not.toContain("<b>");
  });
});

describe("a queue that fails", () => {
  test("fails the round", async () => {
    const failure = new Error("SQS is away");
    const { run } = scene({ queue: () => ({ depth: () => Promise.reject(failure) }) });
    await expect(run()).rejects.toBe(failure);
  });

  test("in one of several receives still has the others' messages dispatched", async () => {
    const failure = new Error("SQS is away");
    let receives = 0;
    const { run, jobs } = scene({
      waiting: 40,
      places: 40,
      queue: (fake) => ({
        receive: (count) => (++receives === 2 ? Promise.reject(failure) : fake.receive(count)),
      }),
    });
    await expect(run()).rejects.toBe(failure);
    expect(jobs).toHaveLength(30);
  });
});

describe("the longest wait before a first attempt", () => {
  const received = (messageId: string, receiveCount: number, sentAtMs?: number) => ({
    messageId,
    receiptHandle: "r",
    body,
    receiveCount,
    sentAtMs,
  });

  test("is reported in seconds, of posts in their first attempt", async () => {
    const startMs = Date.parse("2026-11-22T20:00:00Z");
    const batches = [
      [
        received("m-0", 1, startMs - 30_000),
        received("m-1", 1, startMs - 90_000),
        received("m-2", 3, startMs - 900_000),
        received("m-3", 1),
      ],
    ];
    const { run } = scene({
      waiting: 4,
      queue: () => ({ receive: async () => batches.shift() ?? [] }),
    });
    expect(await run()).toMatchObject({ dispatched: 4, longestWaitSeconds: 90 });
  });

  test("is not reported when no post had its first attempt", async () => {
    const batches = [[received("m-0", 2, 0)]];
    const { run } = scene({
      waiting: 1,
      queue: () => ({ receive: async () => batches.shift() ?? [] }),
    });
    expect(await run()).not.toHaveProperty("longestWaitSeconds");
  });
});
