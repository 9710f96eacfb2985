import { redditGateKey } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { VirtualClock } from "@reddit-crawler/function-runtime/testing/virtual-clock";
import { FakeWorld } from "../testing/loader-world.ts";
import { parseGateState } from "./gate-state.ts";
import { newDoor } from "./door.ts";
import { atTurn, closeGate } from "./request-gate.ts";

const delayMs = 2000;

/** What a busy machine may take longer to connect than at other times. */
const connectMs = 200;

/** Compare-and-swap with the latency of a network; what it holds can be read and changed. */
class SharedObjects {
  text: string | undefined;
  #version = 0;
  conflicts = 0;
  readonly #clock: VirtualClock;
  readonly #latencyMs: () => number;

  constructor(clock: VirtualClock, latencyMs: () => number = () => 20) {
    this.#clock = clock;
    this.#latencyMs = latencyMs;
  }

  async read() {
    await this.#clock.sleep(this.#latencyMs());
    const { text } = this;
    return text === undefined ? undefined : { text, version: `v${this.#version}` };
  }

  async replace(_key: string, text: string, version: string | undefined) {
    await this.#clock.sleep(this.#latencyMs());
    const current = this.text === undefined ? undefined : `v${this.#version}`;
    if (version !== current) {
      this.conflicts += 1;
      return false;
    }
    this.text = text;
    this.#version += 1;
    return true;
  }
}

/** Numbers from 0 to below 1 that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

function setUp(latencyMs?: () => number, heldMs = 0) {
  const clock = new VirtualClock();
  const store = new SharedObjects(clock, latencyMs);
  const waits: unknown[] = [];
  /** A process of its own, with a crawl that has `timeLeftMs`. */
  const gate = (seed = 1, timeLeftMs = 960_000) => {
    const world = new FakeWorld({}, clock);
    world.random = seeded(seed);
    const { objects } = world;
    objects.read = (key) => (key === redditGateKey ? store.read() : Promise.resolve(undefined));
    objects.replace = async (key, text, version) =>
      key !== redditGateKey || store.replace(key, text, version);
    const door = newDoor(redditGateKey, delayMs, heldMs);
    const crawl = { ...world.crawl(), timeLeftMs: () => timeLeftMs };
    crawl.log.info = (_event, fields) => void waits.push(fields);
    return {
      run: <Answer>(send: () => Promise<Answer>) => atTurn(send, door, world, crawl),
      closeFor: (seconds: number) => closeGate(seconds, door, world),
    };
  };
  return { clock, store, gate, waits };
}

const stateOf = ({ text }: SharedObjects) =>
  parseGateState(text, Date.parse("2026-11-22T20:00:00.000Z"), { spacingMs: delayMs, heldMs: 0 });

function gaps(sentAtMs: number[]): number[] {
  const sorted = sentAtMs.toSorted((a, b) => a - b);
  return sorted.slice(1).map((at, index) => at - (sorted[index] ?? 0));
}

describe("a request gate", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "keeps requests of many processes two seconds and a connection apart, however they race (seed %i)",
    async (seed) => {
      const random = seeded(seed);
      const { clock, store, gate } = setUp(() => Math.floor(random() ** 4 * 3000));
      const sentAtMs: number[] = [];
      const processes = Array.from({ length: 8 }, async (_, index) => {
        const own = gate(seed * 100 + index);
        for (let n = 0; n < 5; n++)
          await own.run(async () => {
            sentAtMs.push(clock.now());
            await clock.sleep(Math.floor(random() * 3000));
          });
      });
      await clock.run(Promise.all(processes));
      expect(sentAtMs).toHaveLength(40);
      expect(store.conflicts).toBeGreaterThan(0);
      expect(Math.min(...gaps(sentAtMs))).toBeGreaterThanOrEqual(delayMs + connectMs);
    },
  );

  test("counts from the end of an answer in its own process", async () => {
    const { clock, gate } = setUp();
    const own = gate();
    let answeredAtMs = 0;
    let sentAtMs = 0;
    const work = async () => {
      await own.run(async () => {
        await clock.sleep(10_000);
        answeredAtMs = clock.now();
      });
      await own.run(async () => {
        sentAtMs = clock.now();
      });
    };
    await clock.run(work());
    expect(sentAtMs - answeredAtMs).toBeGreaterThanOrEqual(delayMs);
    expect(sentAtMs - answeredAtMs).toBeLessThan(delayMs + 500);
  });

  test("counts a request that failed, too", async () => {
    const { clock, gate } = setUp();
    const own = gate();
    const sentAtMs: number[] = [];
    const failing = async () => {
      sentAtMs.push(clock.now());
      throw new Error("reset");
    };
    await expect(clock.run(own.run(failing))).rejects.toThrow("reset");
    await expect(clock.run(own.run(failing))).rejects.toThrow("reset");
    expect(gaps(sentAtMs)[0]).toBeGreaterThanOrEqual(delayMs);
  });

  test("lets the first request of all pass at once", async () => {
    const { clock, gate, waits } = setUp(() => 0);
    const startMs = clock.now();
    await clock.run(gate().run(async () => undefined));
    expect(clock.now()).toBe(startMs);
    expect(waits).toEqual([]);
  });

  test("remembers a request after a cold start", async () => {
    const { clock, gate } = setUp();
    const sentAtMs: number[] = [];
    const send = async () => void sentAtMs.push(clock.now());
    await clock.run(gate().run(send));
    await clock.run(gate().run(send));
    expect(gaps(sentAtMs)[0]).toBeGreaterThanOrEqual(delayMs);
  });

  test("waits once when what is stored is unreadable", async () => {
    const { clock, store, gate } = setUp();
    store.text = "garbage";
    const startMs = clock.now();
    await clock.run(gate().run(async () => undefined));
    expect(clock.now() - startMs).toBeGreaterThanOrEqual(delayMs);
    expect(stateOf(store).nextRequestAtMs).toBeGreaterThan(startMs);
  });

  test("stays closed for everyone as long as Reddit asked, and says why", async () => {
    const { clock, gate, waits } = setUp();
    const startMs = clock.now();
    await clock.run(gate().closeFor(120));
    await clock.run(gate().run(async () => undefined));
    expect(clock.now() - startMs).toBeGreaterThanOrEqual(120_000);
    expect(waits).toEqual([{ seconds: 120, reason: "reddit-asks-to-wait" }]);
  });

  test("holds back those who had their turn already when Reddit asks to wait", async () => {
    const { clock, gate } = setUp();
    const [first, second] = [gate(1), gate(2)];
    let sentAtMs = 0;
    const startMs = clock.now();
    const work = async () => {
      await first.run(async () => undefined);
      const waiting = second.run(async () => void (sentAtMs = clock.now()));
      await clock.sleep(500);
      await first.closeFor(60);
      await waiting;
    };
    await clock.run(work());
    expect(sentAtMs - startMs).toBeGreaterThanOrEqual(60_000);
  });

  test("never closes for more than an hour", async () => {
    const { clock, store, gate } = setUp();
    await clock.run(gate().closeFor(1e9));
    expect(stateOf(store).closedUntilMs - clock.now()).toBeLessThanOrEqual(3_600_000);
  });

  test("never opens earlier because of a shorter wait", async () => {
    const { clock, store, gate } = setUp();
    await clock.run(gate().closeFor(600));
    const { closedUntilMs } = stateOf(store);
    await clock.run(gate().closeFor(5));
    expect(stateOf(store).closedUntilMs).toBe(closedUntilMs);
  });

  test("takes no turn and sends nothing when the turn is after the deadline", async () => {
    const { clock, store, gate } = setUp();
    await clock.run(gate().closeFor(600));
    const before = store.text;
    let sent = false;
    // A minute of the time that is left is kept free.
    const late = gate(1, 560_000).run(async () => {
      sent = true;
    });
    await expect(clock.run(late)).rejects.toMatchObject({
      code: "reddit-asks-to-wait",
      retryAfterSeconds: 600,
      message: expect.stringContaining("in 600 s, as Reddit asked"),
    });
    expect(sent).toBe(false);
    expect(store.text).toBe(before);
  });

  test("gives up on a store that never stops changing", async () => {
    const { clock, store, gate } = setUp();
    store.replace = async () => false;
    const run = gate().run(async () => 1);
    await expect(clock.run(run)).rejects.toMatchObject({ code: "gate-contended" });
  });

  test("keeps requests apart that one process sends at once", async () => {
    const { clock, gate } = setUp();
    const { run } = gate();
    const sentAtMs: number[] = [];
    const endedAtMs: number[] = [];
    const send = async () => {
      sentAtMs.push(clock.now());
      await clock.sleep(5000);
      endedAtMs.push(clock.now());
    };
    await clock.run(Promise.all([run(send), run(send)]));
    expect(sentAtMs[1]! - endedAtMs[0]!).toBeGreaterThanOrEqual(delayMs);
  });
});
