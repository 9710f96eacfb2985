import { describe, expect, test } from "vitest";

import { VirtualClock } from "@reddit-crawler/function-runtime/testing/virtual-clock";
import { FakeWorld } from "../testing/loader-world.ts";
import { newDoor } from "./door.ts";
import { atTurn } from "./request-gate.ts";

const spacingMs = 1250;
const heldMs = 35_000;
const gateKey = "state/archive-gate.json";

/** Processes that share one bucket, each with a door of its own to the same host. */
function setUp() {
  const clock = new VirtualClock();
  const shared = new FakeWorld({}, clock);
  const process = (seed: number) => {
    const world = new FakeWorld({}, clock);
    world.objects = shared.objects;
    let drawn = seed;
    world.random = () => (drawn = (drawn * 0.61 + 0.37) % 1);
    const door = newDoor(gateKey, spacingMs, heldMs);
    const crawl = world.crawl();
    return <Answer>(send: () => Promise<Answer>) => atTurn(send, door, world, crawl);
  };
  return { clock, shared, process };
}

describe("a held door", () => {
  test("has one request at a time in all processes, each a spacing behind the last answer", async () => {
    const { clock, process } = setUp();
    const spans: [number, number][] = [];
    const work = Array.from({ length: 4 }, async (_, index) => {
      const pass = process(index / 7);
      for (let n = 0; n < 4; n++)
        await pass(async () => {
          const from = clock.now();
          await clock.sleep(300 + ((index * 7919 + n * 104_729) % 9000));
          spans.push([from, clock.now()]);
        });
    });
    await clock.run(Promise.all(work));
    expect(spans).toHaveLength(16);
    const sorted = spans.toSorted(([a], [b]) => a - b);
    for (const [index, [from]] of sorted.entries())
      expect(from - (sorted[index - 1]?.[1] ?? -Infinity)).toBeGreaterThanOrEqual(spacingMs);
    // Nobody waits for the end of a hold that is over.
    const idleMs = sorted.slice(1).map(([from], index) => from - (sorted[index]?.[1] ?? 0));
    expect(Math.max(...idleMs)).toBeLessThan(3 * spacingMs);
  });

  test("opens by itself when the process that held it is gone", async () => {
    const { clock, process } = setUp();
    const startMs = clock.now();
    void process(0.1)(() => new Promise(() => undefined));
    await clock.run(clock.sleep(1000));
    let sentAtMs = 0;
    await clock.run(process(0.5)(async () => void (sentAtMs = clock.now())));
    expect(sentAtMs - startMs).toBeGreaterThanOrEqual(heldMs);
    expect(sentAtMs - startMs).toBeLessThan(heldMs + 2 * spacingMs);
  });

  test("is not opened by a process whose hold was over while it slept", async () => {
    const { clock, process } = setUp();
    const spans: [number, number][] = [];
    const pass = (seed: number, ms: number) =>
      process(seed)(async () => {
        const from = clock.now();
        await clock.sleep(ms);
        spans.push([from, clock.now()]);
      });
    const frozen = pass(0.1, heldMs + 5000);
    const second = clock.sleep(1000).then(() => pass(0.3, 20_000));
    const third = clock.sleep(heldMs + 6000).then(() => pass(0.7, 10));
    await clock.run(Promise.all([frozen, second, third]));
    const [, secondSpan, thirdSpan] = spans.toSorted(([a], [b]) => a - b);
    expect(thirdSpan?.[0]).toBeGreaterThanOrEqual(secondSpan?.[1] ?? Infinity);
  });

  test("keeps the answer where the hold cannot be ended", async () => {
    const { clock, shared, process } = setUp();
    const pass = process(0.2);
    const answer = pass(async () => {
      shared.objects.replace = async () => {
        throw new Error("away");
      };
      return "answer";
    });
    expect(await clock.run(answer)).toBe("answer");
  });
});
