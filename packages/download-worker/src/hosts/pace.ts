import type { Clock } from "@reddit-crawler/function-runtime/clock";
import { ThrottledError } from "@reddit-crawler/function-runtime/errors";

import { throttledHost } from "./host-throttle.ts";
import { outOfTime } from "../time/out-of-time.ts";
import { hostRestSeconds } from "../time/retry-delay.ts";

/** How one process asks one host: requests that run at once, and milliseconds from one beginning to the next. */
export interface Pace {
  atOnce: number;
  spacingMs: number;
}

/**
 * Runs a task that asks the host of `url` for something, when there is room for it. A task that has not begun when
 * `startSignal` fires never does: it is out of time.
 */
export type Turns = <T>(url: URL, startSignal: AbortSignal, task: () => Promise<T>) => Promise<T>;

/** What turns need to know. */
export interface TurnsPorts {
  clock: Clock;
  paceOf: (url: URL) => Pace;
}

/** Chosen: one core is busy with two already, and each download holds one part's memory. */
export const picturesAtOnce = 3;

/** Chosen: for hosts of which nothing is known. */
export const cautiousPace: Pace = { atOnce: 2, spacingMs: 250 };

interface HostState {
  running: number;
  notBeforeMs: number;
  resting?: { untilMs: number; error: ThrottledError };
}

/**
 * Turns for all jobs of a process: at most `picturesAtOnce` run, each host at its pace, first come first served where
 * there is room. A host that asked to be left alone is not asked before its time: who wants it gets a ThrottledError
 * with the seconds that are left, so that the message waits in its queue and nobody here. That goes for whoever waits
 * already: an album's hundreds of pictures would otherwise step forward one by one, at the host's pace, to be sent away.
 */
export function politeTurns({ clock, paceOf }: TurnsPorts): Turns {
  const hosts = new Map<string, HostState>();
  let waiting: { url: URL; start: () => void; refuse: (error: Error) => void }[] = [];
  let running = 0;
  let alarm: Promise<void> | undefined;

  const stateOf = ({ hostname }: Pick<URL, "hostname">): HostState => {
    const state = hosts.get(hostname) ?? { running: 0, notBeforeMs: 0 };
    hosts.set(hostname, state);
    return state;
  };
  /** Milliseconds until `url` may be asked; undefined while other tasks have to end first. */
  const waitFor = (url: URL): number | undefined => {
    const host = stateOf(url);
    if (running >= picturesAtOnce || host.running >= paceOf(url).atOnce) return undefined;
    return Math.max(0, host.notBeforeMs - clock.now());
  };
  const begin = (url: URL) => {
    const host = stateOf(url);
    running += 1;
    host.running += 1;
    host.notBeforeMs = clock.now() + paceOf(url).spacingMs;
  };
  const startWaiting = () => {
    const pauses: number[] = [];
    waiting = waiting.filter(({ url, start, refuse }) => {
      const rest = restOf(stateOf(url), clock.now());
      if (rest) {
        refuse(rest);
        return false;
      }
      const waitMs = waitFor(url);
      if (waitMs !== 0) {
        if (waitMs !== undefined) pauses.push(waitMs);
        return true;
      }
      begin(url);
      start();
      return false;
    });
    if (pauses.length > 0) alarm ??= wakeAfter(Math.min(...pauses));
  };
  const wakeAfter = async (ms: number) => {
    await clock.sleep(ms);
    alarm = undefined;
    startWaiting();
  };

  const beginRest = (error: ThrottledError, url: URL) => {
    const host = stateOf({ hostname: throttledHost(error, url) });
    if (restOf(host, clock.now())) return;
    const seconds = hostRestSeconds(error.retryAfterSeconds);
    host.resting = { untilMs: clock.now() + seconds * 1000, error };
  };
  /** Resolves when `url` may be asked, which then counts as running. */
  const place = async (url: URL, startSignal: AbortSignal): Promise<void> => {
    if (startSignal.aborted) throw outOfTime();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const entry = { url, start: resolve, refuse: reject };
    const leave = () => {
      waiting = waiting.filter((each) => each !== entry);
      reject(outOfTime());
    };
    startSignal.addEventListener("abort", leave, { once: true });
    waiting.push(entry);
    startWaiting();
    try {
      await promise;
    } finally {
      startSignal.removeEventListener("abort", leave);
    }
  };

  return async (url, startSignal, task) => {
    await place(url, startSignal);
    const host = stateOf(url);
    try {
      return await task();
    } catch (error) {
      if (error instanceof ThrottledError) beginRest(error, url);
      throw error;
    } finally {
      running -= 1;
      host.running -= 1;
      startWaiting();
    }
  };
}

/** The error for who wants a host while it rests. */
function restOf({ resting }: HostState, nowMs: number): ThrottledError | undefined {
  if (!resting || nowMs >= resting.untilMs) return undefined;
  const { code, message } = resting.error;
  return new ThrottledError(code, message, Math.ceil((resting.untilMs - nowMs) / 1000));
}
