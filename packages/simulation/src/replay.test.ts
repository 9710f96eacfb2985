import { expect, test } from "vitest";

import { Random } from "./random.ts";
import { runSeed } from "./run/run-seed.ts";

test("a seed tells the same story each time, whatever ran before it", async () => {
  const first = await runSeed(7, { tell: true });
  await runSeed(8);
  const second = await runSeed(7, { tell: true });
  expect(second).toEqual(first);
  expect(first.story?.length).toBeGreaterThan(100);
});

test("a seed goes the same way whether or not its story is told", async () => {
  const { story: _story, ...told } = await runSeed(11, { tell: true });
  const { story: _none, ...untold } = await runSeed(11);
  expect(untold).toEqual(told);
});

test("seeds differ", async () => {
  const one = await runSeed(1, { tell: true });
  const other = await runSeed(2, { tell: true });
  expect(one.story).not.toEqual(other.story);
});

test("random numbers are the same on every machine", () => {
  const random = new Random(1, 2);
  expect([random.next(), random.next(), random.between(1, 6), random.chance(500)]).toEqual([
    4_198_616_899,
    3_289_234_483,
    6,
    false,
  ]);
});
