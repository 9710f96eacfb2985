import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

/** Something that will happen, unless it is called off. */
export interface Appointment {
  readonly atMs: number;
  /** Decides among events of the same millisecond. */
  readonly lot: number;
  run: (() => void) | undefined;
}

/** Thrown when the run is over because nothing can happen any more, or too much has happened. */
export class TimelineError extends Error {}

/** Chosen: the busiest runs take a tenth of it. */
const mostEvents = 400_000;

/**
 * Virtual time: jumps from one event to the next. Events of the same millisecond come in an order that the seed draws.
 * Nothing here waits for the machine's own clock.
 */
export class Timeline {
  readonly startMs = Date.parse("2026-11-22T20:00:00.000Z");
  /** Milliseconds since 1970. */
  nowMs = this.startMs;
  events = 0;
  readonly #heap: Appointment[] = [];
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
    this.#push(appointment);
    return appointment;
  }

  /** Makes the next event happen, and lets all that follows from it come to rest. False when there is none. */
  async step(): Promise<boolean> {
    for (;;) {
      const next = this.#pop();
      if (!next) return false;
      if (!next.run) continue;
      if (++this.events > mostEvents) throw new TimelineError(`More than ${mostEvents} events.`);
      this.nowMs = next.atMs;
      next.run();
      // A tick that is asked for by a promise comes when all promises have run their course: before the next event.
      await Promise.resolve();
      await new Promise<void>((resolve) => process.nextTick(resolve));
      return true;
    }
  }

  #push(appointment: Appointment): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(appointment);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (!parent || !isBefore(appointment, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = appointment;
  }

  #pop(): Appointment | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      let child = heap[below];
      if (!child) break;
      const other = heap[below + 1];
      if (other && isBefore(other, child)) {
        child = other;
        below += 1;
      }
      if (!isBefore(child, last)) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(one: Appointment, other: Appointment): boolean {
  return one.atMs === other.atMs ? one.lot < other.lot : one.atMs < other.atMs;
}
