import type { CrashPoint } from "../crash-points.ts";
import type { FaultKind } from "../faults.ts";
import type { Mutation } from "../mutations/mutation.ts";
import { takeBuffersBack } from "../stages/lent-buffers.ts";
import { Simulation } from "../simulation.ts";
import { TimelineError } from "../timeline.ts";
import type { Violation } from "../world.ts";

/** What one seed came to. */
export interface SeedResult {
  seed: number;
  violation: Violation | undefined;
  faults: [FaultKind, number][];
  crashPoints: [name: string, point: CrashPoint][];
  crawls: number;
  posts: number;
  pictures: number;
  duplicates: number;
  deadLettered: number;
  virtualMinutes: number;
  events: number;
  /** Line by line, where it was asked for. */
  story: string[] | undefined;
}

/** Runs the simulation that `seed` stands for: the same result on every machine. */
export async function runSeed(
  seed: number,
  options: { tell?: boolean; mutation?: Mutation | undefined } = {},
): Promise<SeedResult> {
  const { tell = false, mutation } = options;
  const simulation = new Simulation(seed, { tell, mutation });
  const { world, queue, posts, pictures, crawls } = simulation;
  try {
    await simulation.run();
  } catch (error) {
    if (!(error instanceof TimelineError)) throw error;
    world.violate("a run ends", error.message);
  } finally {
    takeBuffersBack();
  }
  const { timeline } = world;
  return {
    seed,
    violation: world.violation,
    faults: [...world.faults.counts],
    crashPoints: world.crashPoints.all,
    crawls: crawls.crawlIds.length,
    posts: crawls.crawlIds.reduce((sum, id) => sum + posts.countOf(id), 0),
    pictures: pictures.stored,
    duplicates: pictures.duplicates,
    deadLettered: queue.dead.length,
    virtualMinutes: Math.round((timeline.nowMs - timeline.startMs) / 60_000),
    events: timeline.events,
    story: world.story,
  };
}
