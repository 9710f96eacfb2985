import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";
import TinyQueue from "tinyqueue";

/** Something that will happen, unless it is called off. */
export interface Appointment {
  readonly atMs: number;
  /** Decides among events of the same millisecond. */
  readonly lot: number;
  run: (() => void) | undefined;
}

/** Thrown when the run is over because nothing can happen any more, or too much has happened. */
export class TimelineError extends Error {}

/**
 * Virtual time: jumps from one event to the next. Events of the same millisecond come in an order that the seed draws.
 * Nothing here waits for the machine's own clock.
 */
export class Timeline {
  readonly startMs = Date.parse("2026-11-22T20:00:00.000Z");
  /** Milliseconds since 1970. */
  nowMs = this.startMs;
  events = 0;
  /** More are an endless run: ten times those of a seed's busiest. */
  mostEvents = 400_000;
  readonly #queue = new TinyQueue<Appointment>([], (one, other) =>
    one.atMs === other.atMs ? one.lot - other.lot : one.atMs - other.atMs,
  );
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  /** Runs `run` in `ms` milliseconds, whole ones. */
  after(ms: number, run: () => void): Appointment {
    const appointment = {
      atMs: this.nowMs + Math.max(0, Math.ceil(ms)),
      lot: this.#random.next(),
      run,
    };
    this.#queue.push(appointment);
    return appointment;
  }

  /** Makes the next event happen, and lets all that follows from it end. False when there is none. */
  async step(): Promise<boolean> {
    for (;;) {
      const next = this.#queue.pop();
      if (!next) return false;
      if (!next.run) continue;
      if (++this.events > this.mostEvents)
        throw new TimelineError(`More than ${this.mostEvents} events.`);
      this.nowMs = next.atMs;
      next.run();
      // A tick that is asked for by a promise comes when all promises have run their course: before the next event.
      await Promise.resolve();
      await new Promise<void>((resolve) => process.nextTick(resolve));
      return true;
    }
  }
}
