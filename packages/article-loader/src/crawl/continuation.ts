import { PermanentError } from "@reddit-crawler/function-runtime/errors";
import {
  crawlRequestSchema,
  maxContinuationHops,
  type CrawlRequest,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { Crawl } from "./crawl.ts";

/**
 * The request that goes on with `crawl` behind the post `after`, knowing all that was listed before.
 * @throws {PermanentError} `continuations-used-up` when there were `maxContinuationHops` already: what was listed stays.
 */
export function continueCrawl({ request, progress }: Crawl, after: string): CrawlRequest {
  const { listedPostIds, counts } = progress;
  const hop = (request.continuation?.hop ?? 0) + 1;
  if (hop > maxContinuationHops)
    throw new PermanentError(
      "continuations-used-up",
      `The crawl was handed over ${maxContinuationHops} times and is still not at its end: it stops at ${counts.listed} of ${request.limit} posts, which are all safe. Reddit made it wait too long; start it again later.`,
    );
  return z.parse(crawlRequestSchema, {
    ...request,
    continuation: { after, hop, listedPostIds: [...listedPostIds], counts },
  });
}
