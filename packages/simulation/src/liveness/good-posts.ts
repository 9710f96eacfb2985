import { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

import type { Mutation } from "../mutations/mutation.ts";
import { createSimulation } from "../simulation.ts";
import { takeBuffersBack } from "../stages/lent-buffers.ts";
import type { Violation } from "../world.ts";
import { goodPostMs, mixedScene } from "./mixed-scene.ts";

/** How long the good posts of a seed took, and whether a rule was broken. */
export interface GoodPosts {
  /** From the first worker to the last good post's outcome. */
  ms: number;
  /** Good posts without an outcome. */
  undecided: number;
  violation: Violation | undefined;
}

/** As many posts fail as in the measure that this holds: 31 of 100. */
const numbers = { good: 69, failing: 31 };

/** Runs the good posts of `seed`, alone or among those that fail for ever. */
export async function runGoodPosts(
  seed: number,
  options: { isAlone: boolean; mutation?: Mutation | undefined },
): Promise<GoodPosts> {
  const { isAlone, mutation } = options;
  const scene = mixedScene(new SeededRandom(seed, 5), numbers);
  const isGood = (id: string) => id.startsWith("g");
  if (isAlone) scene.posts = scene.posts.filter(({ id }) => isGood(id));
  const { world, posts, run } = createSimulation(seed, { hasStory: false, mutation, scene });
  // What fails here are the posts; nothing else does.
  world.faults.stop();
  try {
    await run();
  } finally {
    takeBuffersBack();
  }
  const decidedAtMs = [...posts.decidedAtMs].filter(([id]) => isGood(id)).map(([, atMs]) => atMs);
  return {
    ms: Math.max(...decidedAtMs) - Math.min(...decidedAtMs) + goodPostMs,
    undecided: numbers.good - decidedAtMs.length,
    violation: world.violation,
  };
}
