import type { Clock } from "@reddit-crawler/function-runtime/clock";
import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { describe, expect, test } from "vitest";

import { createPace, type Pace } from "./pace.ts";
import { longestDelaySeconds } from "../time/retry-delay.ts";

const cats = new URL("https://cats.test/1");
const dogs = new URL("https://dogs.test/1");
const cooldowns = { find: async () => undefined, keep: async () => {}, end: async () => {} };
const never = new AbortController().signal;
const throttled = (seconds?: number) => new ThrottledError("http-429", "wait", seconds);

/** Tasks that run until they are ended, in the order in which they began. */
function scene(pace: Pace, events = 1) {
  let nowMs = 0;
  const sleepers: { untilMs: number; wake: () => void }[] = [];
  const clock: Clock = {
    now: () => nowMs,
    sleep: (ms) => new Promise((wake) => sleepers.push({ untilMs: nowMs + ms, wake })),
  };
  const atPace = createPace({ clock, cooldowns, hosts: { hostOf: () => ({ pace }) }, events });
  const ask = <T>(url: URL, task: () => Promise<T>) => atPace(url, never, task);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    ask,
    atPace,
    begun,
    start: (url: URL) =>
      ask(url, () => {
        begun.push(`${url.hostname} at ${nowMs}`);
        return new Promise<void>((resolve) => ends.push(resolve));
      }),
    endFirst: async () => {
      ends.shift()?.();
      await settle();
    },
    pass: async (ms: number) => {
      nowMs += ms;
      for (const { untilMs, wake } of sleepers) if (untilMs <= nowMs) wake();
      await settle();
    },
    settle,
  };
}

describe("the pace of a process", () => {
  test("lets one host have no more at once than its pace allows, and others go past", async () => {
    const { start, begun, endFirst, settle } = scene({ atOnce: 2, spacingMs: 0 });
    const all = [cats, cats, cats, dogs].map(start);
    await settle();
    expect(begun).toEqual(["cats.test at 0", "cats.test at 0", "dogs.test at 0"]);
    await endFirst();
    expect(begun.at(-1)).toBe("cats.test at 0");
    for (let left = 3; left > 0; left--) await endFirst();
    await Promise.all(all);
  });

  test("keeps a host's requests apart by its spacing", async () => {
    const { start, begun, endFirst, pass, settle } = scene({ atOnce: 3, spacingMs: 250 });
    const all = [cats, cats, dogs, cats].map(start);
    await settle();
    expect(begun).toEqual(["cats.test at 0", "dogs.test at 0"]);
    await pass(100);
    expect(begun).toHaveLength(2);
    await pass(150);
    expect(begun.at(-1)).toBe("cats.test at 250");
    await endFirst();
    await pass(250);
    expect(begun.at(-1)).toBe("cats.test at 500");
    for (let left = 3; left > 0; left--) await endFirst();
    await Promise.all(all);
  });

  test("of ten events is that of ten processes, and bounds its memory as a whole", async () => {
    const { start, begun, pass, settle } = scene({ atOnce: 2, spacingMs: 250 }, 10);
    for (let index = 0; index < 40; index++) void start(cats);
    await settle();
    expect(begun).toHaveLength(1);
    for (let index = 0; index < 30; index++) await pass(25);
    expect(begun.slice(0, 3)).toEqual(["cats.test at 0", "cats.test at 25", "cats.test at 50"]);
    expect(begun).toHaveLength(16);
  });

  test("runs three at once, whatever the hosts", async () => {
    const { start, begun, endFirst, settle } = scene({ atOnce: 9, spacingMs: 0 });
    const all = [cats, dogs, cats, dogs, cats].map(start);
    await settle();
    expect(begun).toHaveLength(3);
    for (let left = 5; left > 0; left--) await endFirst();
    await Promise.all(all);
    expect(begun).toHaveLength(5);
  });

  test("asks no host that asked to wait until its time, and says how much of it is left", async () => {
    const { ask, pass } = scene({ atOnce: 3, spacingMs: 0 });
    const asks = (url: URL) => ask(url, async () => "answer");
    await expect(ask(cats, () => Promise.reject(throttled(60)))).rejects.toThrow("wait");
    await pass(20_000);
    await expect(asks(cats)).rejects.toMatchObject({ code: "http-429", retryAfterSeconds: 40 });
    expect(await asks(dogs)).toBe("answer");
    await pass(40_000);
    expect(await asks(cats)).toBe("answer");
  });

  test("refuses every task that waits for a host as soon as its cooldown begins, without a pause for each", async () => {
    const { ask, settle } = scene({ atOnce: 1, spacingMs: 250 });
    const refused = ask(cats, () => Promise.reject(throttled(60)));
    const waiting = Array.from({ length: 300 }, () => ask(cats, async () => "asked"));
    const ends = Promise.allSettled([refused, ...waiting]);
    await settle();
    for (const end of await ends)
      expect(end).toMatchObject({ reason: { code: "http-429", retryAfterSeconds: 60 } });
  });

  test("refuses a waiting task when there is no time to begin any more, and lets others wait on", async () => {
    const { atPace, ask, pass, settle } = scene({ atOnce: 1, spacingMs: 0 });
    const over = new AbortController();
    const { promise: busy, resolve: endBusy } = Promise.withResolvers<void>();
    const first = ask(cats, () => busy);
    const late = atPace(cats, over.signal, async () => "asked");
    const other = ask(cats, async () => "asked");
    await settle();
    over.abort();
    await expect(late).rejects.toMatchObject({ code: "out-of-time" });
    const tooLate = atPace(dogs, over.signal, async () => "asked");
    await expect(tooLate).rejects.toMatchObject({ code: "out-of-time" });
    endBusy();
    await Promise.all([first, pass(0)]);
    expect(await other).toBe("asked");
  });

  test("asks a host again by the time that a message has waited at most, however long a cooldown it wants", async () => {
    const { ask, pass } = scene({ atOnce: 2, spacingMs: 0 });
    const refusal = throttled(86_400);
    await expect(ask(cats, async () => Promise.reject(refusal))).rejects.toBe(refusal);
    await pass(longestDelaySeconds * 1000);
    expect(await ask(cats, async () => "asked")).toBe("asked");
  });

  test("gives a host half a minute that names no time", async () => {
    const { ask, pass } = scene({ atOnce: 3, spacingMs: 0 });
    await expect(ask(cats, () => Promise.reject(throttled()))).rejects.toThrow("wait");
    await pass(29_000);
    await expect(ask(cats, async () => 1)).rejects.toMatchObject({ retryAfterSeconds: 1 });
    await pass(1000);
    expect(await ask(cats, async () => 1)).toBe(1);
  });

  test("does not hold a failure of another kind against a host", async () => {
    const { ask } = scene({ atOnce: 1, spacingMs: 0 });
    const reset = new RetryableError("connection-broken", "reset");
    await expect(ask(cats, () => Promise.reject(reset))).rejects.toBe(reset);
    expect(await ask(cats, async () => 1)).toBe(1);
  });
});
