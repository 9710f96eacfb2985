import { expect, test } from "vitest";

import { runSeed } from "./run/run-seed.ts";

test("a seed has the same story each time, whatever ran before it", async () => {
  const first = await runSeed(7, { hasStory: true });
  await runSeed(8);
  const second = await runSeed(7, { hasStory: true });
  expect(second).toEqual(first);
  expect(first.story?.length).toBeGreaterThan(100);
});

test("a seed goes the same way with and without its story", async () => {
  const { story: _story, ...withStory } = await runSeed(11, { hasStory: true });
  const { story: _none, ...without } = await runSeed(11);
  expect(without).toEqual(withStory);
});

test("seeds differ", async () => {
  const one = await runSeed(1, { hasStory: true });
  const other = await runSeed(2, { hasStory: true });
  expect(one.story).not.toEqual(other.story);
});
