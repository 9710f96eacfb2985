import type { World } from "../world.ts";

/** A way to posts whose requests are kept apart. */
export type DoorName = "api" | "feed" | "archive";

/** Requests through one door are apart, whichever processes send them; the archive has one at a time. */
export class DoorRules {
  readonly #world: World;
  readonly #apartMs: Readonly<Record<DoorName, number>>;
  /** When each door may be asked again, in virtual milliseconds. */
  readonly #freeAtMs = new Map<DoorName, number>();

  /** `redditDelayMs` is the template's; those of the feed and the archive are what feed readers and collectors measured. */
  constructor(world: World, redditDelayMs: number) {
    this.#world = world;
    this.#apartMs = { api: redditDelayMs, feed: 60_000, archive: 1250 };
  }

  /** `by` sends a request now, whose answer takes `leastMs` at least. */
  asked(door: DoorName, by: string, leastMs = 0): void {
    const { nowMs } = this.#world.timeline;
    const earlyMs = (this.#freeAtMs.get(door) ?? -Infinity) - nowMs;
    this.#freeAtMs.set(door, nowMs + leastMs + this.#apartMs[door]);
    if (earlyMs > 0)
      this.#world.violate(
        "two listing requests are apart",
        `${by} asks the ${door} ${earlyMs} ms before its time`,
      );
  }
}
