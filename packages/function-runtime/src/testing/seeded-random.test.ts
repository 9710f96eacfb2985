import { expect, test } from "vitest";

import { SeededRandom } from "./seeded-random.ts";

test("random numbers are the same on every machine", () => {
  const random = new SeededRandom(1, 2);
  expect([random.next(), random.next(), random.between(1, 6), random.chance(500)]).toEqual([
    4_198_616_899,
    3_289_234_483,
    6,
    false,
  ]);
});

test("seeds and streams differ, whether numbers or texts", () => {
  const all = [
    new SeededRandom(1),
    new SeededRandom(1, 1),
    new SeededRandom(2),
    new SeededRandom("1"),
    new SeededRandom("cat"),
  ];
  expect(new Set(all.map((random) => random.next())).size).toBe(all.length);
});
