import { expect, test } from "vitest";

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
