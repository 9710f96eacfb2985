import { crawlSummaryKey } from "@reddit-crawler/message-schema";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import * as z from "zod/mini";

import { inLocalWords, localFailure } from "../terminal/local-words.ts";

const summaryKey = new RegExp(`^${crawlSummaryKey("[^/]+").replaceAll(".", String.raw`\.`)}$`);
const wordsSchema = z.looseObject({
  note: z.optional(z.string()),
  failure: z.optional(z.looseObject({ code: z.string(), message: z.string() })),
});

/**
 * `bucket`, whose crawl summaries speak of this machine's settings: so do then the terminal, the page, and what is kept
 * in the folder. The stages themselves read and write their own words.
 */
export function withLocalSummaries<
  Bucket extends { get(key: string): Promise<Uint8Array | undefined> },
>(bucket: Bucket): Bucket {
  return {
    ...bucket,
    get: async (key: string) => {
      const bytes = await bucket.get(key);
      return bytes && summaryKey.test(key) ? localSummary(bytes) : bytes;
    },
  };
}

function localSummary(bytes: Uint8Array): Uint8Array {
  const summary = z.safeParse(wordsSchema, parseJson(Buffer.from(bytes).toString("utf8"))).data;
  const { note, failure } = summary ?? {};
  if (note === undefined && failure === undefined) return bytes;
  const local = {
    ...summary,
    ...(note !== undefined && { note: inLocalWords(note) }),
    ...(failure && {
      failure: { ...failure, message: localFailure(failure.code, failure.message) },
    }),
  };
  return Buffer.from(JSON.stringify(local));
}
