import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { startSchedule } from "./start-schedules.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function scheduled(intervalMs: number, warmed: Promise<void> = Promise.resolve()) {
  const state = { ticksAtMs: [] as number[], waiting: 0, busy: false };
  const beganAtMs = Date.now();
  const target = {
    invokeAsync: () => String(state.ticksAtMs.push(Date.now() - beganAtMs)),
    waiting: () => state.waiting,
    isBusy: () => state.busy,
  };
  const stop = startSchedule(target, intervalMs, () => "{}", warmed);
  await vi.advanceTimersByTimeAsync(0);
  return { state, stop };
}

describe("a schedule", () => {
  test("ticks once all is warm, and then at its rate", async () => {
    const { state } = await scheduled(1000);
    vi.advanceTimersByTime(2500);
    expect(state.ticksAtMs).toEqual([0, 1000, 2000]);
  });

  test("waits with its first tick for the provisioned processes, no longer than its rate", async () => {
    const warmed = Promise.withResolvers<void>();
    const { state } = await scheduled(1000, warmed.promise);
    const { state: late } = await scheduled(1000, new Promise(() => {}));
    await vi.advanceTimersByTimeAsync(300);
    warmed.resolve();
    await vi.advanceTimersByTimeAsync(2000);
    expect(state.ticksAtMs).toEqual([300, 1000, 2000]);
    expect(late.ticksAtMs).toEqual([1000, 2000]);
  });

  test("leaves out ticks while its target has events that wait for a place", async () => {
    const { state } = await scheduled(1000);
    state.waiting = 1;
    vi.advanceTimersByTime(2500);
    state.waiting = 0;
    vi.advanceTimersByTime(1000);
    expect(state.ticksAtMs).toEqual([0, 3000]);
  });

  test("leaves out ticks while its target works on an earlier one", async () => {
    const { state } = await scheduled(1000);
    state.busy = true;
    vi.advanceTimersByTime(2500);
    state.busy = false;
    vi.advanceTimersByTime(1000);
    expect(state.ticksAtMs).toEqual([0, 3000]);
  });

  test("never ticks again once stopped", async () => {
    const { state, stop } = await scheduled(1000);
    stop();
    vi.advanceTimersByTime(10_000);
    expect(state.ticksAtMs).toEqual([0]);
  });
});
