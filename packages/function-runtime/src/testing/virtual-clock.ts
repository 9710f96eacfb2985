import type { Clock } from "../clock.ts";

interface Sleeper {
  atMs: number;
  wake: () => void;
}

/** A clock for tests: time jumps to the end of the next sleep as soon as all work waits for time. */
export class VirtualClock implements Clock {
  #nowMs: number;
  #sleepers: Sleeper[] = [];

  constructor(startMs = Date.parse("2026-11-22T20:00:00.000Z")) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sleeper = { atMs: this.#nowMs + ms, wake: resolve };
    const abort = () => {
      this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
      reject(signal?.reason);
    };
    if (signal?.aborted) abort();
    else this.#sleepers.push(sleeper);
    signal?.addEventListener("abort", abort, { once: true });
    return promise;
  }

  /** Sets the clock `ms` forward, or back where it is below zero; sleeps last as long as before. */
  jump(ms: number): void {
    this.#nowMs += ms;
    for (const sleeper of this.#sleepers) sleeper.atMs += ms;
  }

  /** Runs `work` to its end, in no real time. @throws what `work` throws, or when it waits for anything but time. */
  async run<Result>(work: Promise<Result>): Promise<Result> {
    let isDone = false;
    const end = () => (isDone = true);
    work.then(end, end);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) return work;
      this.#sleepers.sort((a, b) => a.atMs - b.atMs);
      const next = this.#sleepers.shift();
      if (!next) throw new Error("The work waits for something other than time.");
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.wake();
    }
  }
}
