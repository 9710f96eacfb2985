import { Faults } from "./faults.ts";
import { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";
import { Timeline } from "./timeline.ts";

/** A rule that a run broke: what ends it. */
export interface Violation {
  rule: string;
  what: string;
}

/** What all actors of a run share: its time, its chance, its faults and its story. */
export class World {
  readonly timeline: Timeline;
  readonly faults: Faults;
  /** Decides latencies and whatever is neither a fault nor part of the scene. */
  readonly random: SeededRandom;
  /** What happened, line by line; undefined where nobody listens. */
  readonly story: string[] | undefined;
  violation: Violation | undefined;
  #ids = 0;

  constructor(seed: number, options: { hasStory: boolean }) {
    this.timeline = new Timeline(new SeededRandom(seed, 1));
    this.faults = new Faults(new SeededRandom(seed, 2));
    this.random = new SeededRandom(seed, 3);
    this.story = options.hasStory ? [] : undefined;
  }

  /** The next number of this run, for ids that are the same in every replay. */
  nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }

  /** Adds a line to the story. */
  log(actor: string, what: () => string): void {
    if (!this.story) return;
    const elapsedMs = this.timeline.nowMs - this.timeline.startMs;
    this.story.push(`${elapsedTime(elapsedMs)}  ${actor.padEnd(20)} ${what()}`);
  }

  /** Records that a rule is broken; the first one counts. */
  violate(rule: string, what: string): void {
    if (this.violation) return;
    this.violation = { rule, what };
    this.log("RULE BROKEN", () => `${rule}: ${what}`);
  }
}

/** `hh:mm:ss.mmm` since the run began. */
function elapsedTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 23);
}
