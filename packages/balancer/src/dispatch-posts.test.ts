import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { assert, asyncProperty, boolean, integer, nat } from "fast-check";
import { describe, expect, test } from "vitest";

import { body, dispatchScene as scene } from "./testing/dispatch-scene.ts";

describe("a round", () => {
  test("leaves at once when nothing waits and no worker runs", async () => {
    const { run, calls } = scene({ waiting: 0 });
    await run();
    expect(calls).toEqual(["depth", "receive 1"]);
  });

  test("holds the places before it receives one's message", async () => {
    const { run, calls } = scene({ waiting: 1 });
    await run();
    expect(calls.slice(0, 3)).toEqual(["depth", "hold", "receive 1"]);
  });

  test("hears of no end that another balancer waits for", async () => {
    const { run, calls } = scene({ waiting: 1, atWork: 1, isTaken: true });
    await run();
    expect(calls).toEqual(["hold"]);
  });

  test("shows its messages again when the bucket fails before their workers are started", async () => {
    let holds = 0;
    const { run, jobs, hidden } = scene({
      waiting: 1,
      hold: async () => {
        holds += 1;
        if (holds > 1) throw new RetryableError("bucket-unavailable", "S3 is away.");
        return true;
      },
    });
    await expect(run()).rejects.toMatchObject({ code: "bucket-unavailable" });
    expect(jobs).toEqual([]);
    expect(hidden).toEqual([{ seconds: 5, receiptHandle: "receipt of m-0" }]);
  });

  test("receives nothing when another balancer came first", async () => {
    const { run, calls } = scene({ waiting: 1, isTaken: true });
    await run();
    expect(calls).toEqual(["depth", "hold"]);
  });

  test("shows a message again that it received when another balancer came first", async () => {
    const { run, jobs, hidden } = scene({
      waiting: 1,
      isTaken: true,
      queue: () => ({ depth: async () => ({ waiting: 0, inFlight: 0 }) }),
    });
    await run();
    expect(jobs).toEqual([]);
    expect(hidden).toEqual([{ seconds: 5, receiptHandle: "receipt of m-0" }]);
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
    const { run, jobs } = scene({ waiting: 100, atWork: 7, workMs: 80_000, lagMs: 60_000 });
    await run();
    expect(jobs).toHaveLength(3);
  });

  test("receives in parallel when Lambda accepts, many places are free and the queue is deep", async () => {
    const { run, calls } = scene({ waiting: 100, places: 41, workMs: 60_000 });
    await run();
    expect(calls.slice(0, 10)).toEqual([
      "depth",
      "hold",
      "receive 1",
      "hold",
      "receive 10",
      "receive 10",
      "receive 10",
      "receive 10",
      "hold",
      "hold",
    ]);
  });

  test("gives a place to the next post as soon as its worker is reported to be over", async () => {
    const { run, jobs, elapsedMs } = scene({ waiting: 35, workMs: 2100, lagMs: 60_000 });
    await run();
    expect(jobs).toHaveLength(35);
    const startMs = jobs[0]?.at ?? 0;
    expect(jobs.at(-1)?.at).toBe(startMs + 3 * 2100);
    // The last end, and the receive after it that brings nothing.
    expect(elapsedMs()).toBeLessThanOrEqual(4 * 2100 + 2000);
  });

  test("goes on while a worker runs, since its post may come again", async () => {
    const { run, elapsedMs } = scene({ waiting: 1, workMs: 30_000 });
    await run();
    expect(elapsedMs()).toBeGreaterThanOrEqual(30_000);
    expect(elapsedMs()).toBeLessThan(33_000);
  });

  test("ends with 10 s left, whatever still waits", async () => {
    const { run, elapsedMs } = scene({ waiting: 1, atWork: 10, lagMs: 60_000 });
    await run();
    expect(elapsedMs()).toBeGreaterThan(65_000);
    expect(elapsedMs()).toBeLessThanOrEqual(68_000);
  });

  test("touches nothing when it starts with less than 10 s", async () => {
    const { run, calls } = scene({ waiting: 10, roundMs: 9999 });
    await run();
    expect(calls).toEqual([]);
  });

  test("never has more workers than there are places, however late the counts are", async () => {
    await assert(
      asyncProperty(
        nat(200),
        nat(20),
        integer({ min: 1, max: 50 }),
        integer({ min: 1, max: 90_000 }),
        integer({ min: 0, max: 60_000 }),
        boolean(),
        boolean(),
        async (waiting, atWork, places, workMs, lagMs, poison, isSilent) => {
          // Where nothing is reported for a minute, the counts are believed sooner: they are exact there.
          const round = scene({
            waiting,
            atWork,
            places,
            workMs,
            lagMs: isSilent ? 0 : lagMs,
            isSilent,
            ...(poison && { bodyOf: (i: number) => (i % 3 ? body : "{") }),
          });
          await round.run();
          expect(round.mostAtWork()).toBeLessThanOrEqual(Math.max(places, atWork));
        },
      ),
    );
  });

  test("sums up what it did, and what it saw last", async () => {
    const { run } = scene({ waiting: 12, bodyOf: (i) => (i === 5 ? "{" : body) });
    expect(await run()).toEqual({ waiting: 0, inFlight: 0, dispatched: 11, refused: 0, poison: 1 });
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

describe("ends of workers that are not reported", () => {
  test("free their places by the queue's count once it cannot be late any more", async () => {
    const { run, jobs } = scene({ waiting: 11, isSilent: true, places: 10, roundMs: 80_000 });
    await run();
    expect(jobs).toHaveLength(11);
    const waitedMs = (jobs[10]?.at ?? 0) - (jobs[9]?.at ?? 0);
    expect(waitedMs).toBeGreaterThanOrEqual(60_000);
    expect(waitedMs).toBeLessThanOrEqual(62_000);
  });

  test("are not waited for where nobody reports", async () => {
    const { run, jobs } = scene({ waiting: 40, isSilent: true, places: 10, roundMs: 100_000 });
    await run();
    const [tenth, last] = [jobs[9]?.at ?? 0, jobs[39]?.at ?? 0];
    // A minute for the first ten, then as fast as the count shows it.
    expect(last - tenth).toBeLessThanOrEqual(62_000 + 3 * 3000);
  });

  test("stop nothing when their queue cannot be read, which is logged", async () => {
    const take = () => Promise.reject(new Error("SQS is away"));
    const { run, jobs, lines } = scene({ waiting: 11, take, places: 10, roundMs: 80_000 });
    await run();
    expect(jobs).toHaveLength(11);
    expect(lines.join()).toContain('"event":"worker-ends-unheard"');
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
      queue: (fake) => ({ receive: async (count) => batches.shift() ?? fake.receive(count) }),
    });
    expect(await run()).toMatchObject({ longestWaitSeconds: 90 });
  });

  test("is not reported when no post had its first attempt", async () => {
    const batches = [[received("m-0", 2, 0)]];
    const { run } = scene({
      queue: (fake) => ({ receive: async (count) => batches.shift() ?? fake.receive(count) }),
    });
    expect(await run()).not.toHaveProperty("longestWaitSeconds");
  });
});
