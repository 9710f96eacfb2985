import { expect, test } from "vitest";

import { pauseSeconds, readRateBudget } from "./rate-budget.ts";

test.each([
  ["597.0", "214", 0],
  ["1.0", "214", 0],
  ["0.9", "214", 214],
  ["0.0", "214.2", 215],
])("with %s requests left for %s s the pause is %i s", (remaining, reset, seconds) => {
  const budget = readRateBudget({ "x-ratelimit-remaining": remaining, "x-ratelimit-reset": reset });
  expect(pauseSeconds(budget)).toBe(seconds);
});

test.each([
  {},
  { "x-ratelimit-remaining": "5" },
  { "x-ratelimit-remaining": "no", "x-ratelimit-reset": "x" },
])("headers %j hold no budget and ask for no pause", (headers: Record<string, string>) => {
  expect(readRateBudget(headers)).toBeUndefined();
  expect(pauseSeconds(undefined)).toBe(0);
});
