import { assert, nat, property } from "fast-check";
import { expect, test } from "vitest";

import { planReceives } from "./receive-plan.ts";

test.each([
  ["one place", 1, 100, [1]],
  ["a few places", 7, 100, [7]],
  ["one receive's worth", 10, 100, [10]],
  ["more places than messages of one receive", 25, 100, [10, 10, 5]],
  ["more places than four receives bring", 100, 1000, [10, 10, 10, 10]],
  ["many places and few messages", 100, 3, [10]],
  ["many places and some messages", 100, 11, [10, 10]],
  ["a depth of 0, which may be an old reading", 100, 0, [10]],
])("asks for no more than there is, with %s", (_, freePlaces, waiting, plan) => {
  expect(planReceives(freePlaces, { waiting, inFlight: 0 })).toEqual(plan);
});

test("never asks for more than the free places, nor for a number that SQS refuses", () => {
  assert(
    property(nat(2000), nat(5000), (places, waiting) => {
      const plan = planReceives(places + 1, { waiting, inFlight: 0 });
      expect(plan.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(places + 1);
      expect(plan.every((count) => count >= 1 && count <= 10)).toBe(true);
      expect(plan.length).toBeGreaterThanOrEqual(1);
    }),
  );
});
