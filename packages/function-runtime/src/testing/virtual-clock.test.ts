import { expect, test } from "vitest";

import { VirtualClock } from "./virtual-clock.ts";

test("sleepers wake in the order of their times, and the clock shows each", async () => {
  const clock = new VirtualClock(1000);
  const woken: string[] = [];
  const sleeper = async (name: string, ms: number) => {
    await clock.sleep(ms);
    woken.push(`${name} at ${clock.now()}`);
  };
  await clock.run(Promise.all([sleeper("late", 60_000), sleeper("early", 10)]));
  expect(woken).toEqual(["early at 1010", "late at 61000"]);
});

test("an abort ends a sleep with its reason, and takes no time", async () => {
  const clock = new VirtualClock(0);
  const signal = AbortSignal.abort(new Error("over"));
  await expect(clock.sleep(10, signal)).rejects.toThrow("over");
  const running = new AbortController();
  const sleep = clock.sleep(10, running.signal);
  running.abort(new Error("over later"));
  await expect(clock.run(sleep)).rejects.toThrow("over later");
  expect(clock.now()).toBe(0);
});

test("work that waits for anything but time fails", async () => {
  await expect(new VirtualClock().run(new Promise(() => {}))).rejects.toThrow("other than time");
});
