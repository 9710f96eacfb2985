import {
  crawlRequestSchema,
  maxContinuationHops,
  maxPostsPerCrawl,
  postFullnameSchema,
  type CrawlRequest,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { Crawl, CrawlProgress } from "./crawl.ts";

/**
 * The request that goes on with `crawl` where `after` says, knowing what was listed before. Of more posts than a message
 * holds it knows the last ones, which are all that a source with a cursor may list again.
 */
export function continueCrawl({ request, progress }: Crawl, after: string): CrawlRequest {
  const { counts, listedPerShard } = progress;
  const { deferred: _, deferredFor: __, ...rest } = request;
  return z.parse(crawlRequestSchema, {
    ...rest,
    continuation: {
      ...placeOf(after, progress),
      // A count for people: loaders of before stopped at its end.
      hop: Math.min((request.continuation?.hop ?? 0) + 1, maxContinuationHops),
      listedPostIds: [...progress.listedPostIds].slice(-maxPostsPerCrawl),
      counts,
      ...(counts.listed > maxPostsPerCrawl && { listedPerShard }),
    },
  });
}

/** Where to go on: behind a post as Reddit counts, or at a source's own cursor, beside which `after` is not read. */
function placeOf(after: string, { listedPostIds }: CrawlProgress) {
  if (postFullnameSchema.safeParse(after).success) return { after };
  return { after: `t3_${[...listedPostIds].at(-1) ?? "0"}`, cursor: after };
}
