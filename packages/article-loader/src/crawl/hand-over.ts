import { PermanentError, type ThrottledError } from "@reddit-crawler/function-runtime/errors";
import type { CrawlRequest } from "@reddit-crawler/message-schema";

import type { LoaderWorld } from "../world.ts";
import { continueCrawl } from "./continuation.ts";
import type { Crawl } from "./crawl.ts";
import { saveProgress } from "./summary.ts";

/** SQS's longest delay, in seconds (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html). */
const longestDelaySeconds = 900;
/** Where an error names no wait. */
const unnamedDelaySeconds = 60;
/** How often in a row a crawl is put off without a page: chosen, two and a half hours of the longest delays. */
const mostDeferrals = 10;

/** Puts the rest of the crawl behind the crawls that wait: each has its turn before the next page of this one. */
export async function passTurn(after: string, world: LoaderWorld, crawl: Crawl): Promise<void> {
  await saveProgress(world, crawl);
  await send(continueCrawl(crawl, after), 0, "others-wait", world, crawl);
}

/**
 * Puts the rest of the crawl off until the wait of `error` is over, outside of any invocation. `hasListed`: this one has
 * listed a page, up to `after`. No attempt is used up.
 * @throws {PermanentError} `continuations-used-up` when it was put off ten times in a row: what was listed stays.
 */
export async function handOver(
  error: ThrottledError,
  after: string | undefined,
  hasListed: boolean,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<void> {
  const { request, progress } = crawl;
  const deferred = hasListed ? 1 : (request.deferred ?? 0) + 1;
  if (deferred > mostDeferrals)
    throw new PermanentError(
      "continuations-used-up",
      `The crawl was put off ${mostDeferrals} times without another page and stops at ${progress.counts.listed} of ${request.limit} posts, which are all safe. Start it again later. The last reason: ${error.message}`,
    );
  const seconds = Math.min(
    longestDelaySeconds,
    Math.max(1, error.retryAfterSeconds ?? unnamedDelaySeconds),
  );
  progress.waiting = {
    reason: error.code === "turn-too-late" ? "request-spacing" : "reddit-asks-to-wait",
    until: new Date(world.clock.now() + seconds * 1000).toISOString(),
  };
  await saveProgress(world, crawl);
  const next = hasListed && after !== undefined ? continueCrawl(crawl, after) : request;
  await send({ ...next, deferred }, seconds, error.message, world, crawl);
}

async function send(
  request: CrawlRequest,
  seconds: number,
  reason: string,
  { crawls }: LoaderWorld,
  { log }: Crawl,
): Promise<void> {
  const { continuation, deferred } = request;
  log.info("handing-over", { hop: continuation?.hop, deferred, seconds, reason });
  await crawls.send(request, seconds);
}
