import type { FailureCode } from "@reddit-crawler/function-runtime/failure-codes";
import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { Log } from "@reddit-crawler/function-runtime/log";
import { hostRestKey } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { HostRest, HostRests } from "../hosts/cooldowns.ts";
import { withTimeLimit } from "../time/time-limit.ts";

/** Chosen: a host hears from one worker for so long after it told another one; S3 is asked four times a minute at most. */
const believedForMs = 15_000;
/** Chosen: a hundred times what S3 takes; a download shall not wait for it longer. */
const longestCallMs = 2000;

const keptSchema = z.object({
  restUntil: z.iso.datetime(),
  code: z.custom<FailureCode>((code) => typeof code === "string"),
});

/** Rests of hosts, one object a host, each read once in 15 s by a process. */
export function createS3HostRests(
  objects: Pick<JsonObjects, "read" | "put">,
  clock: Clock,
  log: Log,
): HostRests {
  const known = new Map<string, { rest: Promise<HostRest | undefined>; askedAtMs: number }>();

  const read = async (hostname: string): Promise<HostRest | undefined> => {
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
  const remember = (hostname: string, rest: Promise<HostRest | undefined>) => {
    known.set(hostname, { rest, askedAtMs: clock.now() });
    return rest;
  };
  const find: HostRests["find"] = (hostname) => {
    const here = known.get(hostname);
    return here && clock.now() - here.askedAtMs < believedForMs
      ? here.rest
      : remember(hostname, read(hostname));
  };

  return {
    find,
    async keep(hostname, rest) {
      const there = await find(hostname);
      if (there && there.untilMs >= rest.untilMs) return;
      void remember(hostname, Promise.resolve(rest));
      const kept: z.infer<typeof keptSchema> = {
        restUntil: new Date(rest.untilMs).toISOString(),
        code: rest.code,
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
