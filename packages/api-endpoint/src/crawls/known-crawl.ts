import {
  crawlIdTimeMs,
  crawlSummaryKey,
  crawlSummarySchema,
  type CrawlSummary,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { refusal, type Refusal } from "../http/problem.ts";
import type { ApiWorld } from "../world.ts";

/** No queue keeps a request for longer than 14 days: the crawl queue 10, the dead-letter queue before it 14. */
const longestWaitMs = 14 * 86_400_000;
/** The clocks of two machines differ by less. */
const clockSkewMs = 60_000;

/** A crawl's summary; undefined where only its id is known. One that has waited for longer than any queue has failed. */
export async function readSummary(
  crawlId: string,
  { archive, clock }: ApiWorld,
): Promise<CrawlSummary | undefined> {
  const text = await archive.read(crawlSummaryKey(crawlId));
  if (text === undefined) return undefined;
  const summary = z.parse(crawlSummarySchema, JSON.parse(text));
  const waitedMs = clock.now() - Date.parse(summary.requestedAt);
  if (summary.state !== "queued" || waitedMs < longestWaitMs) return summary;
  return { ...summary, state: "failed", failure: requestLost };
}

const requestLost = {
  code: "request-lost",
  message: "The request waited for 14 days, and no queue has it any more. Post the crawl again.",
  retryable: false,
};

/** Whether a crawl without a summary may still wait for its listing. */
export function mayBeQueued(crawlId: string, nowMs: number): boolean {
  const timeMs = crawlIdTimeMs(crawlId);
  return timeMs > nowMs - longestWaitMs && timeMs < nowMs + clockSkewMs;
}

/** The refusal for an id that no crawl has. */
export function noSuchCrawl(crawlId: string): Refusal {
  return refusal(404, `There is no crawl ${crawlId}. GET /crawls lists those that there are.`);
}
