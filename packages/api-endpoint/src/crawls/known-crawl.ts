import {
  crawlIdTimeMs,
  crawlSummaryKey,
  crawlSummarySchema,
  type CrawlSummary,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { refusal, type Refusal } from "../http/problem.ts";
import type { CrawlArchive } from "../world.ts";

/** A request waits up to 6 h for the one article-loader: its MaximumEventAgeInSeconds in the template. */
const longestWaitMs = 6 * 3_600_000;
/** The clocks of two machines differ by less. */
const clockSkewMs = 60_000;

/** A crawl's summary; undefined until its listing has begun. */
export async function readSummary(
  crawlId: string,
  archive: CrawlArchive,
): Promise<CrawlSummary | undefined> {
  const text = await archive.read(crawlSummaryKey(crawlId));
  return text === undefined ? undefined : z.parse(crawlSummarySchema, JSON.parse(text));
}

/** Whether a crawl without a summary may still wait for its listing. */
export function mayBeQueued(crawlId: string, nowMs: number): boolean {
  const timeMs = crawlIdTimeMs(crawlId);
  return timeMs > nowMs - longestWaitMs && timeMs < nowMs + clockSkewMs;
}

/** The refusal for an id that no crawl has. */
export function noSuchCrawl(crawlId: string): Refusal {
  return refusal(404, `There is no crawl ${crawlId}. GET /crawls lists those that there are.`);
}
