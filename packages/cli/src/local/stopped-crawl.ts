import { recordKeyOf } from "@reddit-crawler/crawl-status/post-tally";
import { inParallel } from "@reddit-crawler/function-runtime/in-parallel";
import {
  crawlContinuationKey,
  crawlIndexKey,
  crawlSummaryKey,
  type CrawlRequest,
  type PostMessage,
} from "@reddit-crawler/message-schema";
import {
  crawlInputSchema,
  readSelection,
} from "@reddit-crawler/message-schema/http-api/crawl-input";
import { readCrawls, type KeptCrawl } from "@reddit-crawler/picture-folder/read-crawls";
import { readPlaces, readQueued } from "@reddit-crawler/picture-folder/read-stopped";
import * as z from "zod/mini";

import type { CrawlOrder } from "../pipeline/crawl-api.ts";
import type { LocalPipeline } from "../pipeline/pipeline.ts";

/** A crawl that was stopped before its end, with all that it takes to go on. */
export interface StoppedCrawl extends KeptCrawl {
  /** The request that goes on behind its last page. */
  request: CrawlRequest;
  /** Posts that were listed and not decided. */
  open: readonly PostMessage[];
}

const hourMs = 3_600_000;
/**
 * How long a stopped crawl is gone on with. Chosen: the archive's order stands, while the posts that are the top of a day
 * soon are others.
 */
const longestPauseMs = { archive: 24 * hourMs, other: hourMs };

/**
 * The newest crawl of `folder` that was stopped before its end and is what `order` asks for; undefined where there is
 * none, or where it was stopped too long ago. Crawls of one page are listed anew.
 */
export async function findStopped(
  folder: string,
  order: CrawlOrder,
  nowMs: number,
): Promise<StoppedCrawl | undefined> {
  const wanted = z.safeParse(crawlInputSchema, order).data;
  if (!wanted || order.source === "file") return undefined;
  const selection = readSelection(wanted);
  for (const request of await readPlaces(folder)) {
    if (!isAskedFor(request, selection)) continue;
    const [crawl] = await readCrawls(folder, { only: request.crawlId });
    if (!crawl) continue;
    const { state, source, updatedAt } = crawl.summary;
    if (state !== "listing" && state !== "listed") continue;
    const pauseMs = nowMs - Date.parse(updatedAt);
    const mostMs = source === "archive" ? longestPauseMs.archive : longestPauseMs.other;
    if (pauseMs > mostMs) continue;
    const decided = new Set(crawl.records.map(({ post }) => post.id));
    const queued = await readQueued(folder, request.crawlId);
    return { ...crawl, request, open: queued.filter(({ post }) => !decided.has(post.id)) };
  }
  return undefined;
}

/** Lets `pipeline` go on with a crawl: its listing behind the last page, and the posts that are not decided. Gives its id. */
export async function goOnWith(
  { request, summary, records, open }: StoppedCrawl,
  { bucket, sendPosts, sendCrawl }: Pick<LocalPipeline, "bucket" | "sendPosts" | "sendCrawl">,
): Promise<string> {
  const { crawlId } = request;
  await inParallel(16, records, (record) =>
    bucket.put(recordKeyOf(record), JSON.stringify(record)),
  );
  await bucket.put(crawlSummaryKey(crawlId), JSON.stringify(summary));
  await bucket.put(crawlContinuationKey(crawlId), JSON.stringify(request));
  const { continuation: _, deferred: __, deferredFor: ___, ...asked } = request;
  await bucket.put(crawlIndexKey(crawlId), JSON.stringify(asked));
  // What another crawl stored here since then has only its record in the bucket, which the worker has to see.
  await sendPosts(open.map(({ nothingStoredAt: _seenThen, ...message }) => message));
  if (summary.state === "listing") await sendCrawl(request);
  return crawlId;
}

/** Whether a request asks for the same posts, by the same way, and keeps the same of them. */
function isAskedFor(request: CrawlRequest, selection: ReturnType<typeof readSelection>): boolean {
  const asked = new Map<string, unknown>(Object.entries(request));
  const wanted = new Map<string, unknown>(Object.entries(selection));
  const names = [...wanted.keys(), "user", "postId", "sharePath"];
  return names.every((name) => asked.get(name) === wanted.get(name));
}
