import type { FailureCode } from "@reddit-crawler/function-runtime/failure-codes";
import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import { isDenied } from "@reddit-crawler/function-runtime/aws-errors";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { Log } from "@reddit-crawler/function-runtime/log";
import { hostRestKey } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { longestDelaySeconds } from "../time/retry-delay.ts";
import { withTimeLimit } from "../time/time-limit.ts";
import { HostThrottle } from "./host-throttle.ts";

/** How long a host asked not to be asked again. */
export interface Cooldown {
  /** Milliseconds since 1970. */
  untilMs: number;
  /** Of the error that the host's answer was. */
  code: FailureCode;
  /** Since when the host has answered nobody, in milliseconds since 1970; `Cooldowns` knows it. */
  sinceMs?: number;
}

/** A cooldown as it was read, and the bucket's name for just that. */
interface KeptCooldown extends Cooldown {
  version: string;
}

/** The hosts' cooldowns, shared by all workers. No method throws: a host that nobody knows of is asked, and answers itself. */
export interface Cooldowns {
  /** What a worker put some seconds ago or earlier; undefined when there is nothing. */
  find(hostname: string): Promise<Cooldown | undefined>;
  /** Shares a cooldown with the other workers. One that follows another within ten minutes lasts since that one. */
  keep(hostname: string, cooldown: Cooldown): Promise<void>;
  /** Notes that the host answers again, where it had not. */
  end(hostname: string): Promise<void>;
}

/**
 * 15 s: so long a host may still hear from one worker after it asked another to wait. S3 is asked four times a minute;
 * by ten workers that are always busy with one host 40 times, two cents a day.
 */
const believedForMs = 15_000;
/** 2 s: a hundred times what S3 takes; a download shall not wait for it longer. */
const longestCallMs = 2000;

/** 10 min: longer than a burst of requests makes a host ask to wait, and than the gaps between its refusals. */
const lastingMs = 600_000;

const longestCooldownMs = longestDelaySeconds * 1000;

const keptSchema = z.object({
  restUntil: z.iso.datetime(),
  since: z.optional(z.iso.datetime()),
  code: z.custom<FailureCode>((code) => typeof code === "string"),
});

/** Cooldowns of hosts, one object a host, each read once in 15 s by a process. */
export function createCooldowns(objects: JsonObjects, clock: Clock, log: Log): Cooldowns {
  const known = new Map<string, { cooldown: Promise<Cooldown | undefined>; askedAtMs: number }>();

  const read = async (hostname: string): Promise<KeptCooldown | undefined> => {
    try {
      const found = await withTimeLimit(clock, longestCallMs, (signal) =>
        objects.read(hostRestKey(hostname), signal),
      );
      if (!found) return undefined;
      const { restUntil, since, code } = z.parse(keptSchema, JSON.parse(found.text));
      const untilMs = Date.parse(restUntil);
      // No cooldown is longer: a clock was wrong when this was put, or was set back since.
      if (untilMs > clock.now() + longestCooldownMs) return undefined;
      const sinceMs = since === undefined ? Infinity : Date.parse(since);
      const { version } = found;
      return { version, untilMs, code, ...(sinceMs <= clock.now() && { sinceMs }) };
    } catch (error) {
      log[isDenied(error) ? "error" : "warn"]("host-rest-not-read", { host: hostname, error });
      return undefined;
    }
  };
  const remember = (hostname: string, cooldown: Promise<Cooldown | undefined>) => {
    known.set(hostname, { cooldown, askedAtMs: clock.now() });
    return cooldown;
  };
  const find: Cooldowns["find"] = (hostname) => {
    const here = known.get(hostname);
    return here && Math.abs(clock.now() - here.askedAtMs) < believedForMs
      ? here.cooldown
      : remember(hostname, read(hostname));
  };

  /** Puts a cooldown; in the place of `version` only, where there is one. */
  const share = async (hostname: string, cooldown: Cooldown, version?: string) => {
    void remember(hostname, Promise.resolve(cooldown));
    const { untilMs, sinceMs, code } = cooldown;
    const kept: z.infer<typeof keptSchema> = {
      restUntil: new Date(untilMs).toISOString(),
      ...(sinceMs !== undefined && { since: new Date(sinceMs).toISOString() }),
      code,
    };
    const key = hostRestKey(hostname);
    const text = JSON.stringify(kept);
    try {
      await withTimeLimit(clock, longestCallMs, async (signal) => {
        if (version === undefined) await objects.put(key, text, signal);
        else await objects.replace(key, text, version);
      });
    } catch (error) {
      log[isDenied(error) ? "error" : "warn"]("host-rest-not-kept", { host: hostname, error });
    }
  };

  return {
    find,
    async keep(hostname, cooldown) {
      const there = await find(hostname);
      if (there && there.untilMs >= cooldown.untilMs) return;
      const nowMs = clock.now();
      const before = there && nowMs - there.untilMs < lastingMs ? there.sinceMs : undefined;
      await share(hostname, { ...cooldown, sinceMs: before ?? nowMs });
    },

    async end(hostname) {
      const there = await find(hostname);
      if (there?.sinceMs === undefined) return;
      // Another worker may have been asked to wait meanwhile, and its wait holds.
      const latest = await read(hostname);
      if (!latest || latest.untilMs > clock.now()) return;
      await share(hostname, { untilMs: latest.untilMs, code: latest.code }, latest.version);
    },
  };
}

/** Whether a host has answered nobody for ten minutes, so that waiting for it is of no use. */
export async function isLasting(
  hostname: string,
  { clock, cooldowns }: { clock: Clock; cooldowns: Cooldowns },
): Promise<boolean> {
  const cooldown = await cooldowns.find(hostname);
  if (cooldown?.sinceMs === undefined) return false;
  const nowMs = clock.now();
  return nowMs - cooldown.untilMs < lastingMs && nowMs - cooldown.sinceMs >= lastingMs;
}

/** @throws {HostThrottle} with the seconds that are left, during a known cooldown of the host of `url`. */
export async function throwDuringCooldown(
  { hostname }: URL,
  { clock, cooldowns }: { clock: Clock; cooldowns: Cooldowns },
): Promise<void> {
  const cooldown = await cooldowns.find(hostname);
  const leftMs = (cooldown?.untilMs ?? 0) - clock.now();
  if (!cooldown || leftMs <= 0) return;
  const leftSeconds = Math.ceil(leftMs / 1000);
  const host = { hostname, isKnown: true };
  throw new HostThrottle(host, cooldown.code, "the host is in a cooldown", leftSeconds);
}
