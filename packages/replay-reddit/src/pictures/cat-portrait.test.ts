import { expect, test } from "vitest";

import { drawPortrait, portraitSize } from "./cat-portrait.ts";

const seeds = Array.from({ length: 200 }, (_, number) => `cat ${number}`);
const portraitOf = (seed: string, moment?: number) =>
  drawPortrait(seed, portraitSize(seed), moment);

test("draws the same cat for the same seed, and another for another", () => {
  expect(portraitOf("tom")).toBe(portraitOf("tom"));
  expect(new Set(seeds.map((seed) => portraitOf(seed))).size).toBe(seeds.length);
});

test("moves every cat within a loop", () => {
  for (const seed of seeds) expect(portraitOf(seed, 0.25)).not.toBe(portraitOf(seed, 0));
});
