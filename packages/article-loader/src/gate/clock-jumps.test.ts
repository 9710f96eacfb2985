import { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";
import { VirtualClock } from "@reddit-crawler/function-runtime/testing/virtual-clock";
import { describe, expect, test } from "vitest";

import { FakeWorld } from "../testing/loader-world.ts";
import { newDoor, type Door } from "./door.ts";
import { atTurn, closeGate } from "./request-gate.ts";

const gateKey = "state/some-gate.json";
const spacingMs = 2000;
const hourMs = 3_600_000;
/** What the gate closes for at most, and the first spacing. */
const longestWaitMs = hourMs + 2 * spacingMs;

const doors = [
  ["a door", 0],
  ["a held door", 35_000],
] as const;

function setUp(heldMs: number) {
  const clock = new VirtualClock();
  const world = new FakeWorld({}, clock);
  const door = newDoor(gateKey, spacingMs, heldMs);
  const crawl = { ...world.crawl(), timeLeftMs: () => 2 * hourMs };
  /** Milliseconds, on a clock that nobody sets, that a request had to wait. The clock is set in its first long wait. */
  const pass = async (through: Door = door, jumpMs = 0) => {
    let sleptMs = 0;
    let ahead = jumpMs;
    const sleep = clock.sleep.bind(clock);
    clock.sleep = (ms, signal) => {
      sleptMs += Math.max(0, ms);
      const slept = sleep(ms, signal);
      if (ms > 50_000) {
        clock.jump(ahead);
        ahead = 0;
      }
      return slept;
    };
    await clock.run(atTurn(async () => undefined, through, world, crawl));
    clock.sleep = sleep;
    return sleptMs;
  };
  const store = (text: string) => world.texts.set(gateKey, { text, version: "1" });
  const other = () => newDoor(gateKey, spacingMs, heldMs);
  return { clock, world, door, pass, store, other };
}

const instant = (ms: number) => new Date(ms).toISOString();

describe.each(doors)("%s", (_name, heldMs) => {
  test.each([
    ["three hours", 3 * hourMs],
    ["five years", 43_800 * hourMs],
  ])("waits once where an earlier run's clock was %s ahead", async (_name, aheadMs) => {
    const { clock, pass, store, other } = setUp(heldMs);
    const text = JSON.stringify({
      nextRequestAt: instant(clock.now() + aheadMs),
      closedUntil: instant(clock.now() + aheadMs),
    });
    store(text);
    expect(await pass()).toBeLessThan(2 * spacingMs);
    expect(await pass(other())).toBeLessThan(2 * spacingMs + heldMs);
  });

  test("believes every wait that Reddit may ask for", async () => {
    const { clock, world, door, pass, other } = setUp(heldMs);
    await clock.run(closeGate(600, door, world));
    expect(await pass(other())).toBeGreaterThanOrEqual(600_000);
  });

  test("waits once when the clock is set back 8 h between two requests of a process", async () => {
    const { clock, pass } = setUp(heldMs);
    await pass();
    clock.jump(-8 * hourMs);
    expect(await pass()).toBeLessThan(2 * spacingMs);
    expect(await pass()).toBeLessThan(2 * spacingMs);
  });

  test.each([8, -8])("waits no longer when the clock moves by %d h in a wait", async (hours) => {
    const { clock, world, door, pass } = setUp(heldMs);
    await clock.run(closeGate(60, door, world));
    const waitedMs = await pass(door, hours * hourMs);
    expect(waitedMs).toBeGreaterThan(55_000);
    expect(waitedMs).toBeLessThan(80_000);
    expect(await pass()).toBeLessThan(2 * spacingMs);
  });

  test("passes whatever its object holds, soon, and leaves one that can be read", async () => {
    const random = new SeededRandom(16);
    for (let n = 0; n < 300; n++) {
      const { clock, pass, store, other } = setUp(heldMs);
      store(brokenState(random, clock.now()));
      expect(await pass()).toBeLessThan(longestWaitMs);
      expect(await pass(other())).toBeLessThan(spacingMs + heldMs + 1000);
    }
  });
});

/** A gate's state that something went wrong with. */
function brokenState(random: SeededRandom, nowMs: number): string {
  const at = () => instant(nowMs + (random.fraction() - 0.5) * 10 ** (3 + random.fraction() * 11));
  const whole = JSON.stringify({ nextRequestAt: at(), closedUntil: at() });
  const texts = [
    "",
    whole.slice(0, Math.floor(random.fraction() * whole.length)),
    JSON.stringify({ schemaVersion: 2, next: at() }),
    JSON.stringify({ nextRequestAt: at() }),
    JSON.stringify({ nextRequestAt: at(), closedUntil: 5 }),
    JSON.stringify([at()]),
    "null",
    "\u0000".repeat(9),
  ];
  return texts[Math.floor(random.fraction() * texts.length)] ?? "";
}
