import type { Scene } from "../internet/scene.ts";
import { createSimulation } from "../simulation.ts";
import { takeBuffersBack } from "../stages/lent-buffers.ts";

/** What a scene without faults came to. */
export interface FlowRun {
  /** Seconds from the start to each post's first outcome, by post id. */
  decidedAfter: ReadonlyMap<string, number>;
  /** Seconds from the start until each crawl had listed its last post. */
  listedAfter: readonly number[];
  /** Lambda found no place for a worker's event, and gave one up for its age. */
  throttles: number;
  droppedEvents: number;
  /** Posts whose message was received more often than its first worker needed. */
  receivedAgain: number;
  /** Requests of the workers to S3: writes, those of them that a condition refused, and listings. */
  s3: { writes: number; refusedWrites: number; listings: number };
}

/** More events than any seed may have: a flow has up to ten thousand crawls. */
const mostEvents = 20_000_000;

/** Runs `scene` to its end. @throws {Error} naming the rule that it broke: nothing fails here but what posts link. */
export async function runFlow(seed: number, scene: Scene): Promise<FlowRun> {
  const { world, posts, crawls, places, bucket, run } = createSimulation(seed, {
    hasStory: false,
    mutation: undefined,
    scene,
  });
  world.timeline.mostEvents = mostEvents;
  world.faults.stop();
  try {
    await run();
  } finally {
    takeBuffersBack();
  }
  const { violation, timeline } = world;
  if (violation) throw new Error(`${violation.rule}: ${violation.what}`);
  const secondsTo = (atMs: number) => (atMs - timeline.startMs) / 1000;
  return {
    decidedAfter: new Map([...posts.decidedAtMs].map(([id, atMs]) => [id, secondsTo(atMs)])),
    listedAfter: [...crawls.listedAtMs.values()].map(secondsTo),
    throttles: places.throttles,
    droppedEvents: places.droppedEvents,
    receivedAgain: posts.receivedAgain,
    s3: bucket.requestsOf("download-worker"),
  };
}
