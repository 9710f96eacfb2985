import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { startSchedule } from "./start-schedules.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function scheduled(intervalMs: number) {
  const state = { ticksAtMs: [] as number[], waiting: 0, busy: false };
  const beganAtMs = Date.now();
  const target = {
    invokeAsync: () => String(state.ticksAtMs.push(Date.now() - beganAtMs)),
    waiting: () => state.waiting,
    isBusy: () => state.busy,
  };
  return { state, stop: startSchedule(target, intervalMs, () => "{}") };
}

describe("a schedule", () => {
  test("ticks at once and then at its rate", () => {
    const { state } = scheduled(1000);
    vi.advanceTimersByTime(2500);
    expect(state.ticksAtMs).toEqual([0, 1000, 2000]);
  });

  test("leaves out ticks while its target has events that wait for a place", () => {
    const { state } = scheduled(1000);
    state.waiting = 1;
    vi.advanceTimersByTime(2500);
    state.waiting = 0;
    vi.advanceTimersByTime(1000);
    expect(state.ticksAtMs).toEqual([0, 3000]);
  });

  test("leaves out ticks while its target works on an earlier one", () => {
    const { state } = scheduled(1000);
    state.busy = true;
    vi.advanceTimersByTime(2500);
    state.busy = false;
    vi.advanceTimersByTime(1000);
    expect(state.ticksAtMs).toEqual([0, 3000]);
  });

  test("never ticks again once stopped", () => {
    const { state, stop } = scheduled(1000);
    stop();
    vi.advanceTimersByTime(10_000);
    expect(state.ticksAtMs).toEqual([0]);
  });
});
