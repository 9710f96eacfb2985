import { PermanentError } from "@reddit-crawler/function-runtime/errors";
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
 * @throws {PermanentError} `continuations-used-up` when there were `maxContinuationHops` already: what was listed stays.
 */
export function continueCrawl({ request, progress }: Crawl, after: string): CrawlRequest {
  const { counts, listedPerShard } = progress;
  const hop = (request.continuation?.hop ?? 0) + 1;
  if (hop > maxContinuationHops)
    throw new PermanentError(
      "continuations-used-up",
      `The crawl was handed over ${maxContinuationHops} times and is still not at its end: it stops at ${counts.listed} of ${request.limit} posts, which are all safe. Reddit made it wait too long; start it again later.`,
    );
  return z.parse(crawlRequestSchema, {
    ...request,
    continuation: {
      ...placeOf(after, progress),
      hop,
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
