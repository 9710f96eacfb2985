import type { FailureCode } from "@reddit-crawler/function-runtime/failure-codes";
import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { Log } from "@reddit-crawler/function-runtime/log";
import { hostRestKey } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { Cooldown, Cooldowns } from "../hosts/cooldowns.ts";
import { withTimeLimit } from "../time/time-limit.ts";

/** 15 s: so long a host may still hear from one worker after it asked another to wait. S3 is asked four times a minute. */
const believedForMs = 15_000;
/** 2 s: a hundred times what S3 takes; a download shall not wait for it longer. */
const longestCallMs = 2000;

const keptSchema = z.object({
  restUntil: z.iso.datetime(),
  code: z.custom<FailureCode>((code) => typeof code === "string"),
});

/** Cooldowns of hosts, one object a host, each read once in 15 s by a process. */
export function createS3Cooldowns(objects: JsonObjects, clock: Clock, log: Log): Cooldowns {
  const known = new Map<string, { cooldown: Promise<Cooldown | undefined>; askedAtMs: number }>();

  const read = async (hostname: string): Promise<Cooldown | undefined> => {
    try {
      const found = await withTimeLimit(clock, longestCallMs, (signal) =>
        objects.read(hostRestKey(hostname), signal),
      );
      if (!found) return undefined;
      const { restUntil, code } = z.parse(keptSchema, JSON.parse(found.text));
      return { untilMs: Date.parse(restUntil), code };
    } catch (error) {
      log.warn("host-rest-not-read", { host: hostname, error });
      return undefined;
    }
  };
  const remember = (hostname: string, cooldown: Promise<Cooldown | undefined>) => {
    known.set(hostname, { cooldown, askedAtMs: clock.now() });
    return cooldown;
  };
  const find: Cooldowns["find"] = (hostname) => {
    const here = known.get(hostname);
    return here && clock.now() - here.askedAtMs < believedForMs
      ? here.cooldown
      : remember(hostname, read(hostname));
  };

  return {
    find,
    async keep(hostname, cooldown) {
      const there = await find(hostname);
      if (there && there.untilMs >= cooldown.untilMs) return;
      void remember(hostname, Promise.resolve(cooldown));
      const kept: z.infer<typeof keptSchema> = {
        restUntil: new Date(cooldown.untilMs).toISOString(),
        code: cooldown.code,
      };
      try {
        await withTimeLimit(clock, longestCallMs, (signal) =>
          objects.put(hostRestKey(hostname), JSON.stringify(kept), signal),
        );
      } catch (error) {
        log.warn("host-rest-not-kept", { host: hostname, error });
      }
    },
  };
}
