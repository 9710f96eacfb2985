import type { FailureCode } from "@reddit-crawler/function-runtime/failure-codes";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import { ThrottledError } from "@reddit-crawler/function-runtime/errors";

import { HostThrottle, throttledHost } from "./host-throttle.ts";
import type { Turns } from "./pace.ts";
import { hostRestSeconds } from "../time/retry-delay.ts";

/** That a host asked to be left alone. */
export interface HostRest {
  /** Milliseconds since 1970. */
  untilMs: number;
  /** Of the error that the host's answer was. */
  code: FailureCode;
}

/** What all workers know of the hosts. No method throws: a host that nobody knows of is asked, and says so itself. */
export interface HostRests {
  /** What some worker was told a few seconds ago or earlier; undefined when nobody knows of a rest. */
  find(hostname: string): Promise<HostRest | undefined>;
  /** Tells the others. */
  keep(hostname: string, rest: HostRest): Promise<void>;
}

/** @throws {HostThrottle} with the seconds that are left, while the host of `url` is known to rest. */
export async function throwWhileResting(
  { hostname }: URL,
  rests: Pick<HostRests, "find">,
  clock: Clock,
): Promise<void> {
  const rest = await rests.find(hostname);
  const leftMs = (rest?.untilMs ?? 0) - clock.now();
  if (!rest || leftMs <= 0) return;
  const leftSeconds = Math.ceil(leftMs / 1000);
  const host = { hostname, isKnown: true };
  throw new HostThrottle(host, rest.code, "the host asked for a rest", leftSeconds);
}

function isKnownRest(error: ThrottledError): boolean {
  return error instanceof HostThrottle && error.isKnown;
}

/**
 * `turns` that leave a host alone which asked any worker to wait, and tell all workers when one is asked to. Who wants
 * such a host gets the ThrottledError, with the seconds that are left, that it would have got from the host.
 */
export function sharedRests(turns: Turns, rests: HostRests, clock: Clock): Turns {
  return (url, startSignal, task) =>
    turns(url, startSignal, async () => {
      await throwWhileResting(url, rests, clock);
      try {
        return await task();
      } catch (error) {
        const isNews = error instanceof ThrottledError && !isKnownRest(error);
        if (isNews) {
          const untilMs = clock.now() + hostRestSeconds(error.retryAfterSeconds) * 1000;
          await rests.keep(throttledHost(error, url), { untilMs, code: error.code });
        }
        throw error;
      }
    });
}
