import type { Clock } from "@reddit-crawler/function-runtime/clock";
import { ThrottledError } from "@reddit-crawler/function-runtime/errors";

import { hostRestSeconds } from "./retry-delay.ts";

/** How one process asks one host: requests that run at once, and milliseconds from one beginning to the next. */
export interface Pace {
  atOnce: number;
  spacingMs: number;
}

/** Runs a task that asks the host of `url` for something, when there is room for it. */
export type Turns = <T>(url: URL, task: () => Promise<T>) => Promise<T>;

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
 * with the seconds that are left, so that the message waits in its queue and nobody here.
 */
export function politeTurns({ clock, paceOf }: TurnsPorts): Turns {
  const hosts = new Map<string, HostState>();
  let waiting: { url: URL; start: () => void }[] = [];
  let running = 0;
  let alarm: Promise<void> | undefined;

  const stateOf = ({ hostname }: URL): HostState => {
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
    waiting = waiting.filter(({ url, start }) => {
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

  return async (url, task) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push({ url, start: resolve });
    startWaiting();
    await promise;
    const host = stateOf(url);
    try {
      throwWhileResting(host, clock.now());
      return await task();
    } catch (error) {
      if (error instanceof ThrottledError && !isResting(host, clock.now())) {
        const seconds = hostRestSeconds(error.retryAfterSeconds);
        host.resting = { untilMs: clock.now() + seconds * 1000, error };
      }
      throw error;
    } finally {
      running -= 1;
      host.running -= 1;
      startWaiting();
    }
  };
}

function isResting({ resting }: HostState, nowMs: number): boolean {
  return resting !== undefined && nowMs < resting.untilMs;
}

function throwWhileResting({ resting }: HostState, nowMs: number): void {
  if (!resting || nowMs >= resting.untilMs) return;
  const { code, message } = resting.error;
  throw new ThrottledError(code, message, Math.ceil((resting.untilMs - nowMs) / 1000));
}
