import type { World } from "../world.ts";

/** A way to posts whose requests are kept apart. */
export type DoorName = "api" | "feed" | "archive";

/** A door, or a process's own way through it. */
type Way = DoorName | `${DoorName} ${string}`;

/**
 * Requests through one door are apart, whichever processes send them. The archive has one at a time; a process asks no
 * door before its spacing behind the end of the last answer.
 */
export class DoorRules {
  readonly #world: World;
  readonly #apartMs: Readonly<Record<DoorName, number>>;
  /** When each way may be gone again, in virtual milliseconds. */
  readonly #freeAtMs = new Map<Way, number>();

  /** `redditDelayMs` is the template's; those of the feed and the archive are what feed readers and collectors measured. */
  constructor(world: World, redditDelayMs: number) {
    this.#world = world;
    this.#apartMs = { api: redditDelayMs, feed: 60_000, archive: 1250 };
  }

  /** `by` sends a request now, whose answer takes `leastMs` at least. */
  asked(door: DoorName, by: string, leastMs = 0): void {
    const { nowMs } = this.#world.timeline;
    const own: Way = `${door} ${by}`;
    const earlyMs =
      Math.max(...[door, own].map((way) => this.#freeAtMs.get(way) ?? -Infinity)) - nowMs;
    const freeAtMs = nowMs + this.#apartMs[door];
    this.#freeAtMs.set(door, door === "archive" ? freeAtMs + leastMs : freeAtMs);
    this.#freeAtMs.set(own, freeAtMs + leastMs);
    if (earlyMs > 0)
      this.#world.violate(
        "two listing requests are apart",
        `${by} asks the ${door} ${earlyMs} ms before its time`,
      );
  }
}
