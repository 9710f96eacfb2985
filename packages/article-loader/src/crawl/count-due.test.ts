import { expect, test } from "vitest";

import { isCountDue } from "./count-due.ts";

test.each([
  [0, 100, false],
  [900, 999, false],
  [900, 1000, true],
  [1000, 1100, false],
  [1200, 1300, true],
  [0, 2000, true],
])("of a listing that grows from %i to %i posts a count is due: %s", (before, listed, isDue) => {
  expect(isCountDue(before, listed)).toBe(isDue);
});

test("a listing of 100,000 posts is counted by one listing request for 150 posts at most", () => {
  let requests = 0;
  for (let listed = 100; listed <= 100_000; listed += 100)
    if (isCountDue(listed - 100, listed)) requests += Math.ceil(listed / 1000);
  expect(requests).toBeGreaterThan(100);
  expect(requests).toBeLessThan(100_000 / 150);
});
