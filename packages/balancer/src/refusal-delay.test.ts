import { expect, test } from "vitest";

import { refusalDelaySeconds } from "./refusal-delay.ts";

test("a refused message waits four times as long each time, up to an hour", () => {
  expect([1, 2, 3, 4, 5, 6, 1000].map(refusalDelaySeconds)).toEqual([
    30, 120, 480, 1920, 3600, 3600, 3600,
  ]);
});

test("its last attempt comes more than an hour and a half after the first", () => {
  const seconds = [1, 2, 3, 4, 5].map(refusalDelaySeconds).reduce((sum, each) => sum + each);
  expect(seconds).toBeGreaterThan(90 * 60);
});
