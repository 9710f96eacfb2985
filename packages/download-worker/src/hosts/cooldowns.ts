import type { Clock } from "@reddit-crawler/function-runtime/clock";
import { ThrottledError } from "@reddit-crawler/function-runtime/errors";
import type { FailureCode } from "@reddit-crawler/function-runtime/failure-codes";
import type { MediaHosts } from "@reddit-crawler/media-hosts";

import { cooldownSeconds } from "../time/retry-delay.ts";
import { HostThrottle, throttledHost } from "./host-throttle.ts";
import { processPace, type AtPace } from "./pace.ts";

/** How long a host asked not to be asked again. */
export interface Cooldown {
  /** Milliseconds since 1970. */
  untilMs: number;
  /** Of the error that the host's answer was. */
  code: FailureCode;
}

/** The hosts' cooldowns, shared by all workers. No method throws: a host that nobody knows of is asked, and answers itself. */
export interface Cooldowns {
  /** What a worker put some seconds ago or earlier; undefined when there is nothing. */
  find(hostname: string): Promise<Cooldown | undefined>;
  /** Shares a cooldown with the other workers. */
  keep(hostname: string, cooldown: Cooldown): Promise<void>;
}

/** What it takes to ask hosts at their pace. */
interface PaceWorld {
  clock: Clock;
  cooldowns: Cooldowns;
}

/** @throws {HostThrottle} with the seconds that are left, during a known cooldown of the host of `url`. */
export async function throwDuringCooldown(
  { hostname }: URL,
  { clock, cooldowns }: PaceWorld,
): Promise<void> {
  const cooldown = await cooldowns.find(hostname);
  const leftMs = (cooldown?.untilMs ?? 0) - clock.now();
  if (!cooldown || leftMs <= 0) return;
  const leftSeconds = Math.ceil(leftMs / 1000);
  const host = { hostname, isKnown: true };
  throw new HostThrottle(host, cooldown.code, "the host is in a cooldown", leftSeconds);
}

/** The pace of a process, by what each of `hosts` allows and by the cooldowns that all workers share. */
export function sharedPace(world: PaceWorld & { hosts: MediaHosts }): AtPace {
  const paceOf = (url: URL) => world.hosts.hostOf(url)?.pace;
  return withCooldowns(processPace(world.clock, paceOf), world);
}

/**
 * `atPace` without requests to a host in a cooldown, and with every new cooldown shared. The caller gets the
 * ThrottledError, with the seconds that are left, that the host would have answered.
 */
export function withCooldowns(atPace: AtPace, world: PaceWorld): AtPace {
  const { clock, cooldowns } = world;
  return (url, startSignal, task) =>
    atPace(url, startSignal, async () => {
      await throwDuringCooldown(url, world);
      try {
        return await task();
      } catch (error) {
        const isKnown = error instanceof HostThrottle && error.isKnown;
        if (error instanceof ThrottledError && !isKnown) {
          const untilMs = clock.now() + cooldownSeconds(error.retryAfterSeconds) * 1000;
          await cooldowns.keep(throttledHost(error, url), { untilMs, code: error.code });
        }
        throw error;
      }
    });
}
