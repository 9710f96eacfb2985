import { cpus, type CpuInfo } from "node:os";

import { expect, test, vi } from "vitest";

import { coreRest } from "./core-rest.ts";

vi.mock(import("node:os"), { spy: true });

/** What a machine of two cores says of the time since it began. */
function begin(idle: readonly [number, number], user: readonly [number, number]) {
  const core = (index: 0 | 1): CpuInfo => ({
    model: "",
    speed: 0,
    times: { user: user[index], nice: 1, sys: 1, irq: 1, idle: idle[index] },
  });
  vi.mocked(cpus).mockReturnValueOnce([core(0), core(1)]);
}

test("the rest of all cores since the last reading", () => {
  begin([1000, 5000], [100, 100]);
  const rest = coreRest();
  begin([1100, 5100], [200, 100]);
  expect(rest()).toBeCloseTo(2 / 3);
  begin([1100, 5100], [300, 200]);
  expect(rest()).toBe(0);
});

test("no time at all has no rest", () => {
  begin([1000, 5000], [100, 100]);
  const rest = coreRest();
  begin([1000, 5000], [100, 100]);
  expect(rest()).toBe(0);
});
