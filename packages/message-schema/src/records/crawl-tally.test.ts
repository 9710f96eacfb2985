import { expect, test } from "vitest";

import { tallyShardOf, tallyShards } from "./crawl-tally.ts";

test("posts that were made one after the other spread evenly over the shards", () => {
  const counts = Array.from({ length: tallyShards }, () => 0);
  const first = Number.parseInt("1skbyfv", 36);
  for (let i = 0; i < 8000; i++) counts[tallyShardOf((first + i).toString(36))]! += 1;
  for (const count of counts) {
    expect(count).toBeGreaterThan(800);
    expect(count).toBeLessThan(1200);
  }
});

test("a post keeps its shard, since its entry is found nowhere else", () => {
  expect(["1skbyfv", "a1", "zzzzzzz", "0"].map(tallyShardOf)).toEqual([4, 4, 4, 1]);
});
