import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import { crawlContinuationKey, crawlRequestSchema } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { LoaderWorld } from "../world.ts";
import { continueCrawl } from "./continuation.ts";
import { startCrawl, type Crawl } from "./crawl.ts";

/**
 * Keeps where the crawl goes on, once every post before is safe: for the next attempt.
 * @throws {RetryableError} `bucket-unavailable`.
 */
export async function keepPlace(after: string, world: LoaderWorld, crawl: Crawl): Promise<void> {
  const key = crawlContinuationKey(crawl.request.crawlId);
  await world.objects.put(key, JSON.stringify(continueCrawl(crawl, after)));
}

/**
 * The crawl as a later attempt begins: where an attempt before it has come to, if that is further than its request says.
 * @throws {RetryableError} `bucket-unavailable`.
 */
export async function goOn(world: LoaderWorld, crawl: Crawl): Promise<Crawl> {
  const { request, attempt, progress } = crawl;
  if (attempt === 1) return crawl;
  const kept = await world.objects.read(crawlContinuationKey(request.crawlId));
  const { continuation } = z.safeParse(crawlRequestSchema, parseJson(kept?.text ?? "")).data ?? {};
  const { pages = 0 } = continuation?.counts ?? {};
  if (!continuation || pages <= progress.counts.pages) return crawl;
  crawl.log.info("going-on", { pages, listed: continuation.counts?.listed });
  return startCrawl({ ...request, continuation }, world, crawl);
}
