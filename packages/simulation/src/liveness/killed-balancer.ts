import { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

import type { Mutation } from "../mutations/mutation.ts";
import { createSimulation } from "../simulation.ts";
import { takeBuffersBack } from "../stages/lent-buffers.ts";
import type { Violation } from "../world.ts";
import { mixedScene } from "./mixed-scene.ts";

/** How posts went on behind the death of a balancer, in milliseconds from its death. */
export interface AfterDeath {
  /** Until the first worker was started. */
  firstMs: number;
  /** Until as many were started as there are places. */
  allMs: number;
  violation: Violation | undefined;
}

/** More than all places can do until the last possible death and behind it. */
const numbers = { good: 200, failing: 0 };
/** Seconds from a balancer's first worker to its death, at most: within its part of the minute. */
const longestLifeSeconds = 55;

/** Milliseconds in which a deaf balancer's workers all end, each 10 s after its start. */
const deafMs = 15_000;

/**
 * Kills the balancer of `seed` once, while posts wait that take 10 s each; nothing else fails. One that `isDeaf` has
 * received the reports of all its workers and not used one: the next one can know of no free place.
 */
export async function runKilledBalancer(
  seed: number,
  { isDeaf, mutation }: { isDeaf: boolean; mutation?: Mutation },
): Promise<AfterDeath> {
  const random = new SeededRandom(seed, 6);
  const scene = mixedScene(random, numbers);
  const lifeMs = random.between(isDeaf ? deafMs : 0, longestLifeSeconds * 1000);
  let diesAtMs: number | undefined;
  const startsMs: number[] = [];
  const killer: Mutation = {
    name: "killed-balancer",
    what: "The balancer dies once, with its places full.",
    breaks: [],
    balancer: (ports, cloud) => {
      const changed = mutation?.balancer?.(ports, cloud) ?? ports;
      return {
        ...changed,
        ends: {
          take: async (waitSeconds) => {
            const ends = await changed.ends.take(waitSeconds);
            const leftMs = (diesAtMs ?? Infinity) - ports.clock.now();
            return isDeaf && leftMs > 0 && leftMs < deafMs ? [] : ends;
          },
        },
        workers: {
          invoke: async (job) => {
            const nowMs = ports.clock.now();
            if (diesAtMs === undefined) {
              diesAtMs = nowMs + lifeMs;
              cloud.process.after(lifeMs, () => cloud.process.die("killed"));
            } else if (nowMs > diesAtMs) startsMs.push(nowMs - diesAtMs);
            return changed.workers.invoke(job);
          },
        },
      };
    },
  };
  const { world, run } = createSimulation(seed, { hasStory: false, mutation: killer, scene });
  world.faults.stop();
  try {
    await run();
  } finally {
    takeBuffersBack();
  }
  return {
    firstMs: startsMs[0] ?? Infinity,
    allMs: startsMs[scene.maxConcurrentDownloads - 1] ?? Infinity,
    violation: world.violation,
  };
}
