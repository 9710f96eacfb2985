import * as fc from "fast-check";
import { expect, test } from "vitest";

import { longestDelaySeconds, retryDelaySeconds } from "./retry-delay.ts";

test.each([
  [1, undefined, 0, 30],
  [1, undefined, 0.999, 23],
  [2, undefined, 0, 60],
  [5, undefined, 0, 480],
  [6, undefined, 0, 900],
  [1000, undefined, 0, 900],
  [1, 7, 0, 7],
  [1, 7, 0.999, 8],
  [6, 0, 0, 1],
  [1, 86_400, 0, 900],
])("receive %i, Retry-After %s, random %f: %i s", (attempt, retryAfterSeconds, random, seconds) => {
  expect(retryDelaySeconds({ attempt, retryAfterSeconds, random })).toBe(seconds);
});

test("is a whole number of seconds that SQS accepts, and no shorter than what was asked for", () => {
  const retry = fc.record({
    attempt: fc.integer({ min: 1, max: 1000 }),
    retryAfterSeconds: fc.option(fc.nat(100_000), { nil: undefined }),
    random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  });
  fc.assert(
    fc.property(retry, (each) => {
      const seconds = retryDelaySeconds(each);
      expect(Number.isInteger(seconds)).toBe(true);
      expect(seconds).toBeGreaterThanOrEqual(
        Math.min(each.retryAfterSeconds ?? 1, longestDelaySeconds),
      );
      expect(seconds).toBeLessThanOrEqual(longestDelaySeconds);
    }),
  );
});
