import type { Clock } from "@reddit-crawler/function-runtime/clock";

interface Sleeper {
  untilMs: number;
  wake: () => void;
}

/** A clock that goes on to the next sleeper's time as soon as everything else has come to rest. */
export function virtualClock(startMs: number) {
  let nowMs = startMs;
  let sleepers: Sleeper[] = [];

  const clock: Clock = {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { untilMs: nowMs + ms, wake: resolve };
        const callOff = () => {
          sleepers = sleepers.filter((each) => each !== sleeper);
          reject(signal?.reason);
        };
        if (signal?.aborted) return callOff();
        signal?.addEventListener("abort", callOff, { once: true });
        sleepers.push(sleeper);
      }),
  };
  const wakeNext = () => {
    const [next] = sleepers.toSorted((a, b) => a.untilMs - b.untilMs);
    if (!next) throw new Error("Nothing will ever happen again.");
    sleepers = sleepers.filter((each) => each !== next);
    nowMs = next.untilMs;
    next.wake();
  };
  return {
    clock,
    /** Lets time pass until `task` is done. */
    async run<T>(task: Promise<T>): Promise<T> {
      let isDone = false;
      const end = () => (isDone = true);
      task.then(end, end);
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        if (isDone) return task;
        wakeNext();
      }
    },
  };
}
