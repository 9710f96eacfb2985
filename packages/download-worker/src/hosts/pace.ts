import type { Clock } from "@reddit-crawler/function-runtime/clock";
import { ThrottledError } from "@reddit-crawler/function-runtime/errors";
import type { MediaHost } from "@reddit-crawler/media-hosts";

import { outOfTime } from "../time/deadline.ts";
import { cooldownSeconds, longestDelaySeconds } from "../time/retry-delay.ts";
import { throwDuringCooldown, type Cooldowns } from "./cooldowns.ts";
import { HostThrottle, throttledHost } from "./host-throttle.ts";

/** How one event's process asks one host: requests that run concurrently, and milliseconds from one beginning to the next. */
export type Pace = NonNullable<MediaHost["pace"]>;

/**
 * Runs a task that asks the host of `url` for something, when there is room for it.
 * @throws `out-of-time` when `startSignal` fires before the task has begun, which it then never does.
 */
export type AtPace = <T>(url: URL, startSignal: AbortSignal, task: () => Promise<T>) => Promise<T>;

/** Downloads for each event: two keep one core busy already, and each holds one part's memory. */
const picturesPerEvent = 3;
/** 80 MiB of parts, a sixth of the function's memory. */
const mostPictures = 16;

/** How many pictures a process downloads at once that takes `events` at a time. */
export function picturesAtOnce(events: number): number {
  return Math.min(events * picturesPerEvent, mostPictures);
}

/** For hosts of which nothing is known: slow enough for the smallest. */
const cautiousPace: Pace = { atOnce: 2, spacingMs: 250 };

interface HostState {
  running: number;
  notBeforeMs: number;
  cooldown?: { hostname: string; untilMs: number; error: ThrottledError };
}

/** What it takes to ask hosts at their pace. */
interface PaceWorld {
  clock: Clock;
  cooldowns: Cooldowns;
  /** Which host a URL belongs to, and its pace. */
  hosts: { hostOf(url: URL): { pace?: Pace } | undefined };
  /** How many events the process takes at a time; 1 where nothing is said. */
  events?: number;
}

/**
 * The pace for all jobs of a process: at most `picturesAtOnce` tasks run, each host at its pace, first come first served
 * where there is room. A process of several events asks as often as so many processes of one would. A host's pace holds
 * for each process by itself, its cooldown for all workers. A task for a
 * host in a cooldown throws a ThrottledError with the seconds that are left, so that the message waits in its queue and
 * nobody here. That goes for tasks that wait already: an album's hundreds of pictures would otherwise step forward one by
 * one, at the host's pace, to be sent away.
 */
export function createPace(world: PaceWorld): AtPace {
  const { clock, cooldowns, events = 1 } = world;
  const most = picturesAtOnce(events);
  const states = new Map<string, HostState>();
  let waiting: { url: URL; start: () => void; refuse: (error: Error) => void }[] = [];
  let running = 0;
  let alarm: Promise<void> | undefined;

  const paceOf = (url: URL): Pace => {
    const { atOnce, spacingMs } = world.hosts.hostOf(url)?.pace ?? cautiousPace;
    return { atOnce: atOnce * events, spacingMs: spacingMs / events };
  };
  const stateOf = ({ hostname }: Pick<URL, "hostname">): HostState => {
    const state = states.get(hostname) ?? { running: 0, notBeforeMs: 0 };
    states.set(hostname, state);
    return state;
  };
  /** Milliseconds until `url` may be asked; undefined while other tasks have to end first. */
  const waitFor = (url: URL): number | undefined => {
    const host = stateOf(url);
    if (running >= most || host.running >= paceOf(url).atOnce) return undefined;
    const leftMs = host.notBeforeMs - clock.now();
    // No spacing is longer: the clock was set back.
    return leftMs > paceOf(url).spacingMs ? 0 : Math.max(0, leftMs);
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
      const throttle = cooldownOf(stateOf(url), clock.now());
      if (throttle) {
        refuse(throttle);
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

  const beginCooldown = async (error: ThrottledError, url: URL) => {
    const hostname = throttledHost(error, url);
    const durationMs = cooldownSeconds(error.retryAfterSeconds) * 1000;
    const isKnown = error instanceof HostThrottle && error.isKnown;
    if (!isKnown)
      await cooldowns.keep(hostname, { untilMs: clock.now() + durationMs, code: error.code });
    const host = stateOf({ hostname });
    if (!cooldownOf(host, clock.now()))
      host.cooldown = { hostname, untilMs: clock.now() + durationMs, error };
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
      await throwDuringCooldown(url, world);
      return await task();
    } catch (error) {
      if (error instanceof ThrottledError) await beginCooldown(error, url);
      throw error;
    } finally {
      running -= 1;
      host.running -= 1;
      startWaiting();
    }
  };
}

/** The error of a task for a host in its cooldown, which is not asked for it. */
function cooldownOf({ cooldown }: HostState, nowMs: number): HostThrottle | undefined {
  if (!cooldown || nowMs >= cooldown.untilMs) return undefined;
  const { hostname, error, untilMs } = cooldown;
  const leftSeconds = Math.ceil((untilMs - nowMs) / 1000);
  // No cooldown is longer: the clock was set back.
  if (leftSeconds > longestDelaySeconds) return undefined;
  const host = { hostname, isKnown: true };
  return new HostThrottle(host, error.code, "the host is in a cooldown", leftSeconds);
}
