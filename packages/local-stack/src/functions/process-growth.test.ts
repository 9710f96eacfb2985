import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { createProcessGrowth } from "./process-growth.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Two processes of at most four, on a machine as `machine` says. */
function growthOf(machine: { rest: number; waitingMs: number | undefined; busy?: boolean }) {
  const onGrown = vi.fn<() => void>();
  const growth = createProcessGrowth({
    first: 2,
    most: 4,
    meterRest: () => () => machine.rest,
    isBusy: () => machine.busy ?? true,
    waitingMs: () => machine.waitingMs,
    onGrown,
  });
  growth.begin();
  return { growth, onGrown };
}

test("while events wait and the cores are idle, one more process works at a time, up to the most", async () => {
  const { growth, onGrown } = growthOf({ rest: 0.9, waitingMs: 10 });
  expect(growth.limit()).toBe(2);
  await vi.advanceTimersByTimeAsync(250);
  expect(growth.limit()).toBe(3);
  growth.begin();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(growth.limit()).toBe(4);
  expect(onGrown).toHaveBeenCalledTimes(2);
});

test.each([
  ["no event waits", { rest: 1, waitingMs: undefined }],
  ["the cores are busy", { rest: 0.1, waitingMs: 4999 }],
])("while %s, no more processes work", async (_why, machine) => {
  const { growth, onGrown } = growthOf(machine);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(growth.limit()).toBe(2);
  expect(onGrown).not.toHaveBeenCalled();
});

test("an event that has waited for 5 s gets a process, however busy the cores are", async () => {
  const { growth } = growthOf({ rest: 0, waitingMs: 5000 });
  await vi.advanceTimersByTimeAsync(250);
  expect(growth.limit()).toBe(3);
});

test("what has grown stays while events run, and begins anew when none waits or runs", async () => {
  const machine: Parameters<typeof growthOf>[0] = { rest: 1, waitingMs: 10 };
  const { growth } = growthOf(machine);
  await vi.advanceTimersByTimeAsync(60_000);
  machine.waitingMs = undefined;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(growth.limit()).toBe(4);
  machine.busy = false;
  await vi.advanceTimersByTimeAsync(250);
  expect(growth.limit()).toBe(2);
  expect(vi.getTimerCount()).toBe(0);

  machine.waitingMs = 10;
  growth.begin();
  await vi.advanceTimersByTimeAsync(250);
  expect(growth.limit()).toBe(3);
});

test("no timer runs before an event waits", () => {
  const options = { most: 1000, isBusy: () => true, waitingMs: () => 10_000, onGrown: () => {} };
  createProcessGrowth(options);
  expect(vi.getTimerCount()).toBe(0);
});

test.each([0, 1])("a function with %d places has no more than these", async (most) => {
  const options = { most, isBusy: () => true, waitingMs: () => 10_000, onGrown: () => {} };
  const growth = createProcessGrowth(options);
  growth.begin();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(growth.limit()).toBe(most);
});

test("nothing grows once it is stopped", async () => {
  const { growth } = growthOf({ rest: 1, waitingMs: 10 });
  growth.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(growth.limit()).toBe(2);
});
