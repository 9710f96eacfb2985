import { ThrottledError } from "@reddit-crawler/function-runtime/errors";

/** Runs a task that asks `host` for something, when there is room for it. */
export type Turns = <T>(host: string, task: () => Promise<T>) => Promise<T>;

/**
 * Turns of which at most `most` run at once, first come first served. A host that asked to be left alone is not asked
 * again: the tasks that still wait for it end with the same ThrottledError.
 */
export function politeTurns(most: number): Turns {
  const waiting: (() => void)[] = [];
  const resting = new Map<string, ThrottledError>();
  let running = 0;

  return async (host, task) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      const throttled = resting.get(host);
      if (throttled) throw throttled;
      return await task();
    } catch (error) {
      if (error instanceof ThrottledError) resting.set(host, error);
      throw error;
    } finally {
      const next = waiting.shift();
      // The place is handed on, not given back: nobody can slip in between.
      if (next) next();
      else running -= 1;
    }
  };
}
