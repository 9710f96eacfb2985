import { isDenied } from "@reddit-crawler/function-runtime/aws-errors";
import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { Log } from "@reddit-crawler/function-runtime/log";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import type { PageIdStore } from "@reddit-crawler/media-hosts";
import { imgurPageIdKey } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { withTimeLimit } from "../time/time-limit.ts";

/** 2 s: a hundred times what S3 takes; a download shall not wait for it longer. */
const longestCallMs = 2000;

const instantMs = z.number();
const keptSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("id"),
    id: z.string().check(z.regex(/^[0-9a-f]{15}$/)),
    readAt: instantMs,
    readAgainAt: z.optional(instantMs),
  }),
  z.object({
    kind: z.literal("none"),
    reason: z.string(),
    readAt: instantMs,
    secondAt: z.optional(instantMs),
  }),
]);

/** The client id of imgur's page in one object of the bucket, which all workers share. Neither method throws. */
export function createImgurPageIds(objects: JsonObjects, clock: Clock, log: Log): PageIdStore {
  return {
    async read() {
      try {
        const found = await withTimeLimit(clock, longestCallMs, (signal) =>
          objects.read(imgurPageIdKey, signal),
        );
        return found && z.safeParse(keptSchema, parseJson(found.text)).data;
      } catch (error) {
        log[isDenied(error) ? "error" : "warn"]("imgur-page-id-not-read", { error });
        return undefined;
      }
    },
    async write(kept) {
      try {
        await withTimeLimit(clock, longestCallMs, (signal) =>
          objects.put(imgurPageIdKey, JSON.stringify(kept), signal),
        );
      } catch (error) {
        log[isDenied(error) ? "error" : "warn"]("imgur-page-id-not-kept", { error });
      }
    },
  };
}
