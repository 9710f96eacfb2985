import type { Clock } from "@reddit-crawler/function-runtime/clock";

/**
 * Runs `task` with a signal that fires after `limitMs` by `clock`, with a TimeoutError as its reason, and stops the
 * timer when the task ends first.
 */
export async function withTimeLimit<T>(
  clock: Clock,
  limitMs: number,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const ended = new AbortController();
  const expire = () => limit.abort(new DOMException(`not done in ${limitMs} ms`, "TimeoutError"));
  clock.sleep(limitMs, ended.signal).then(expire, (error: unknown) => {
    if (!ended.signal.aborted) limit.abort(error);
  });
  try {
    return await task(limit.signal);
  } finally {
    ended.abort();
  }
}
