import type { Mutation } from "../mutations/mutation.ts";
import { createSimulation } from "../simulation.ts";
import { takeBuffersBack } from "../stages/lent-buffers.ts";
import { TimelineError } from "../timeline.ts";
import type { Totals } from "../totals.ts";
import type { Violation } from "../world.ts";

/** What one seed came to. */
export interface SeedResult {
  violation: Violation | undefined;
  totals: Totals;
  /** Line by line, where it was asked for. */
  story: string[] | undefined;
}

/** Runs the simulation that `seed` stands for: the same result on every machine. */
export async function runSeed(
  seed: number,
  options: { hasStory?: boolean; mutation?: Mutation | undefined } = {},
): Promise<SeedResult> {
  const { hasStory = false, mutation } = options;
  const { world, queue, posts, pictures, crawls, run } = createSimulation(seed, {
    hasStory,
    mutation,
  });
  try {
    await run();
  } catch (error) {
    if (!(error instanceof TimelineError)) throw error;
    world.violate("a run ends", error.message);
  } finally {
    takeBuffersBack();
  }
  const { timeline, faults, violation, story } = world;
  const totals: Totals = {
    counts: {
      seeds: 1,
      crawls: crawls.crawlIds.length,
      posts: crawls.crawlIds.reduce((sum, id) => sum + posts.countOf(id), 0),
      pictures: pictures.stored,
      deadLettered: queue.dead.length,
      losses: violation?.rule === "no post is lost" ? 1 : 0,
      duplicates: pictures.duplicates,
      virtualMinutes: Math.round((timeline.nowMs - timeline.startMs) / 60_000),
      events: timeline.events,
    },
    faults: Object.fromEntries(faults.counts),
    crashPoints: Object.fromEntries(faults.crashPoints),
    broken: violation ? [{ seed, violation }] : [],
  };
  return { violation, totals, story };
}
