import { expect, test } from "vitest";

import type { Mutation } from "../mutations/mutation.ts";
import { runGoodPosts } from "./good-posts.ts";

const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

/** How many times as long the good posts of a seed take when others fail beside them. */
async function slowdown(seed: number, mutation?: Mutation) {
  const alone = await runGoodPosts(seed, { isAlone: true });
  const mixed = await runGoodPosts(seed, { isAlone: false, mutation });
  expect([alone, mixed]).toMatchObject(
    [alone, mixed].map(() => ({ undecided: 0, violation: undefined })),
  );
  return mixed.ms / alone.ms;
}

test.each(seeds)(
  "good posts take at most 1.5 times as long when 31 of 100 fail in every way, seed %i",
  async (seed) => expect(await slowdown(seed)).toBeLessThanOrEqual(1.5),
  60_000,
);

test("a post that waits for its next attempt and keeps its place is noticed", async () => {
  const isOver = new Set(["retried", "deferred"]);
  const mutation: Mutation = {
    name: "sleepers-count-as-running",
    what: "The balancer takes a post that waits for its next attempt for one that runs.",
    breaks: [],
    isReported: (end) => !("answer" in end) || !isOver.has(Object(end.answer).end),
  };
  expect(await slowdown(1, mutation)).toBeGreaterThan(1.5);
}, 60_000);
