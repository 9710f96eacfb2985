import { describe, expect, test } from "vitest";

import { VirtualClock } from "@reddit-crawler/function-runtime/testing/virtual-clock";
import { parseGateState, type GateStateStore } from "./gate-state.ts";
import { createRequestGate, type GateWait, type GateWindow } from "./request-gate.ts";

const delayMs = 2000;

/** Compare-and-swap with the latency of a network; what it holds can be looked at and changed. */
class SharedStore implements GateStateStore {
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
    return {
      text: this.text,
      version: this.text === undefined ? undefined : `v${this.#version}`,
    };
  }

  async write(text: string, version: string | undefined) {
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

function setUp(latencyMs?: () => number) {
  const clock = new VirtualClock();
  const store = new SharedStore(clock, latencyMs);
  const gate = (seed = 1) => createRequestGate({ store, clock, random: seeded(seed), delayMs });
  const waits: GateWait[] = [];
  const window = (more: Partial<GateWindow> = {}): GateWindow => ({
    notBeforeMs: 0,
    deadlineMs: clock.now() + 900_000,
    onWait: async (wait) => void waits.push(wait),
    ...more,
  });
  return { clock, store, gate, waits, window };
}

function gaps(sentAtMs: number[]): number[] {
  const sorted = sentAtMs.toSorted((a, b) => a - b);
  return sorted.slice(1).map((at, index) => at - (sorted[index] ?? 0));
}

describe("a request gate", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "keeps requests of many processes two seconds apart, however they race (seed %i)",
    async (seed) => {
      const random = seeded(seed);
      const { clock, store, gate, window } = setUp(() => Math.floor(random() ** 4 * 3000));
      const sentAtMs: number[] = [];
      const processes = Array.from({ length: 8 }, async (_, index) => {
        const own = gate(seed * 100 + index);
        for (let n = 0; n < 5; n++)
          await own.run(window(), async () => {
            sentAtMs.push(clock.now());
            await clock.sleep(Math.floor(random() * 3000));
          });
      });
      await clock.run(Promise.all(processes));
      expect(sentAtMs).toHaveLength(40);
      expect(store.conflicts).toBeGreaterThan(0);
      expect(Math.min(...gaps(sentAtMs))).toBeGreaterThanOrEqual(delayMs);
    },
  );

  test("counts from the end of an answer in its own process", async () => {
    const { clock, gate, window } = setUp();
    const own = gate();
    let answeredAtMs = 0;
    let sentAtMs = 0;
    const work = async () => {
      await own.run(window(), async () => {
        await clock.sleep(10_000);
        answeredAtMs = clock.now();
      });
      await own.run(window(), async () => {
        sentAtMs = clock.now();
      });
    };
    await clock.run(work());
    expect(sentAtMs - answeredAtMs).toBeGreaterThanOrEqual(delayMs);
    expect(sentAtMs - answeredAtMs).toBeLessThan(delayMs + 500);
  });

  test("counts a request that failed, too", async () => {
    const { clock, gate, window } = setUp();
    const own = gate();
    const sentAtMs: number[] = [];
    const failing = async () => {
      sentAtMs.push(clock.now());
      throw new Error("reset");
    };
    await expect(clock.run(own.run(window(), failing))).rejects.toThrow("reset");
    await expect(clock.run(own.run(window(), failing))).rejects.toThrow("reset");
    expect(gaps(sentAtMs)[0]).toBeGreaterThanOrEqual(delayMs);
  });

  test("lets the first request of all pass at once", async () => {
    const { clock, gate, window, waits } = setUp(() => 0);
    const startMs = clock.now();
    await clock.run(gate().run(window(), async () => undefined));
    expect(clock.now()).toBe(startMs);
    expect(waits).toEqual([]);
  });

  test("remembers a request after a cold start", async () => {
    const { clock, gate, window } = setUp();
    const sentAtMs: number[] = [];
    const send = async () => void sentAtMs.push(clock.now());
    await clock.run(gate().run(window(), send));
    await clock.run(gate().run(window(), send));
    expect(gaps(sentAtMs)[0]).toBeGreaterThanOrEqual(delayMs);
  });

  test("waits once when what is stored is unreadable", async () => {
    const { clock, store, gate, window } = setUp();
    store.text = "garbage";
    const startMs = clock.now();
    await clock.run(gate().run(window(), async () => undefined));
    expect(clock.now() - startMs).toBeGreaterThanOrEqual(delayMs);
    expect(parseGateState(store.text, 0).nextRequestAtMs).toBeGreaterThan(startMs);
  });

  test("stays closed for everyone as long as Reddit asked, and says why", async () => {
    const { clock, gate, window, waits } = setUp();
    const startMs = clock.now();
    await clock.run(gate().closeFor(120));
    await clock.run(gate().run(window(), async () => undefined));
    expect(clock.now() - startMs).toBeGreaterThanOrEqual(120_000);
    expect(waits).toEqual([{ seconds: 120, reason: "reddit-asks-to-wait" }]);
  });

  test("holds back those who had their turn already when Reddit asks to wait", async () => {
    const { clock, gate, window } = setUp();
    const [first, second] = [gate(1), gate(2)];
    let sentAtMs = 0;
    const startMs = clock.now();
    const work = async () => {
      await first.run(window(), async () => undefined);
      const waiting = second.run(window(), async () => void (sentAtMs = clock.now()));
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
    expect(parseGateState(store.text, 0).closedUntilMs - clock.now()).toBeLessThanOrEqual(
      3_600_000,
    );
  });

  test("never opens earlier because of a shorter wait", async () => {
    const { clock, store, gate } = setUp();
    await clock.run(gate().closeFor(600));
    const { closedUntilMs } = parseGateState(store.text, 0);
    await clock.run(gate().closeFor(5));
    expect(parseGateState(store.text, 0).closedUntilMs).toBe(closedUntilMs);
  });

  test("takes no turn and sends nothing when the turn is after the deadline", async () => {
    const { clock, store, gate, window } = setUp();
    await clock.run(gate().closeFor(600));
    const before = store.text;
    let sent = false;
    const late = gate().run(window({ deadlineMs: clock.now() + 500_000 }), async () => {
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
    const clock = new VirtualClock();
    const store = {
      read: async () => ({ text: undefined, version: undefined }),
      write: async () => false,
    };
    const gate = createRequestGate({ store, clock, random: () => 0.5, delayMs });
    const run = gate.run(
      { notBeforeMs: 0, deadlineMs: Infinity, onWait: () => undefined },
      async () => 1,
    );
    await expect(clock.run(run)).rejects.toMatchObject({ code: "gate-contended" });
  });
});
