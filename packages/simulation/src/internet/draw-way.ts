import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

import type { ScenePost } from "./draw-post.ts";

/** A post as the archive keeps it. */
export interface ArchivedPost {
  id: string;
  /** Seconds since 1970; several posts share one. */
  createdAt: number;
  score: number;
  /** Milliseconds from the run's beginning until the archive has it; undefined where it always has. */
  arrivesAfterMs?: number;
}

/** The way in that crawls ask for, and how its doors are for good. */
export type SceneWay =
  | { source: "api" }
  /** The posts of an import, in its order. */
  | { source: "file" }
  | {
      source: "keyless" | "archive";
      sort: "top" | "new" | "hot";
      feed: "open" | "refused" | "throttled";
      archive: "open" | "away";
      /** The posts that the archive has, the newest first, as it lists those of one second. */
      archived: readonly ArchivedPost[];
    };

/** When the timeline begins, in seconds. */
const startAt = Date.parse("2026-11-22T20:00:00.000Z") / 1000;
/** Old enough for a score in the archive, and of the day that a ranking is of, whenever a run asks. */
const newestAt = startAt - 37 * 3600;

/** As long as faults may keep a crawl, so that one attempt finds a post that the one before did not. */
const longestArrivalMs = 60 * 60_000;

/** A way without keys to a listing of `posts`. */
export function drawWay(posts: readonly ScenePost[], random: SeededRandom): SceneWay {
  const source = random.chance(650) ? "keyless" : "archive";
  const seconds = Math.ceil(posts.length / 4);
  const known = posts.filter(() => source === "archive" || !random.chance(60));
  const archived = known.map(({ id }) => ({
    id,
    createdAt: newestAt - random.between(0, seconds),
    score: random.between(0, 20),
    ...(random.chance(60) && { arrivesAfterMs: random.between(0, longestArrivalMs) }),
  }));
  return {
    source,
    sort: source === "keyless" && random.chance(250) ? "hot" : random.pick(["top", "new"]),
    feed: random.chance(200) ? random.pick(["refused", "throttled"]) : "open",
    archive: random.chance(60) ? "away" : "open",
    archived: archived.toSorted((one, other) => other.createdAt - one.createdAt),
  };
}

/** Many posts get into the archive while the run goes on, as young ones do. */
export function delayArrivals(archived: readonly ArchivedPost[], random: SeededRandom) {
  return archived.map((post) =>
    random.chance(400) ? { ...post, arrivesAfterMs: random.between(1, longestArrivalMs) } : post,
  );
}
