import {
  PermanentError,
  RetryableError,
  ThrottledError,
} from "@reddit-crawler/function-runtime/errors";
import type { FailureCode } from "@reddit-crawler/function-runtime/failure-codes";
import type { CrawlRequest } from "@reddit-crawler/message-schema";

import { failureOf } from "../failures.ts";
import type { LoaderWorld } from "../world.ts";
import { continueCrawl } from "./continuation.ts";
import { mayRepeat, type Crawl } from "./crawl.ts";
import { saveProgress } from "./summary.ts";

/** SQS's longest delay, in seconds (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html). */
const longestDelaySeconds = 900;
/** Where an error names no wait. */
const unnamedDelaySeconds = 60;
/** How often in a row a crawl is put off without a page: chosen, two and a half hours of the longest delays. */
const mostDeferrals = 10;

/** How often in a row a crawl is put off since its server fails: chosen, four times three attempts within four minutes. */
const mostFailedTurns = 3;
/** Codes of servers that answered, and gave no listing: what is asked of them next may be answered. */
const answered: ReadonlySet<string> = new Set<FailureCode>([
  "reddit-down",
  "answer-unexpected",
  "answer-empty",
  "answer-not-json",
  "answer-not-a-listing",
  "answer-not-a-feed",
  "token-answer-unexpected",
  "truncated",
  "body-stalled",
  "answer-timeout",
  "total-timeout",
  "connection-broken",
  "archive-down",
  "archive-answer-unexpected",
]);

/** Whether the rest of the crawl is put off after `error`, rather than all of its message attempted again. */
export function isPutOff(error: unknown, { request }: Crawl): error is RetryableError {
  if (error instanceof ThrottledError) return true;
  if (!(error instanceof RetryableError) || !answered.has(error.code)) return false;
  return (request.deferred ?? 0) < mostFailedTurns;
}

/** Puts the rest of the crawl behind the crawls that wait: each has its turn before the next page of this one. */
export async function passTurn(after: string, world: LoaderWorld, crawl: Crawl): Promise<void> {
  await saveProgress(world, crawl);
  await send(continueCrawl(crawl, after), 0, "others-wait", world, crawl);
}

/**
 * Puts the rest of the crawl off, outside of any invocation: until the wait of `error` is over, or for a minute where its
 * server failed. It goes on with the page that is missing. `hasListed`: this invocation has listed a page, up to `after`.
 * No attempt is used up.
 * @throws {PermanentError} `continuations-used-up` when it was put off ten times in a row: what was listed stays.
 */
export async function handOver(
  error: RetryableError,
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
  const named = error instanceof ThrottledError ? error.retryAfterSeconds : undefined;
  const seconds = Math.min(longestDelaySeconds, Math.max(1, named ?? unnamedDelaySeconds));
  progress.waiting = {
    reason: waitOf(error),
    until: new Date(world.clock.now() + seconds * 1000).toISOString(),
  };
  const isWait = error instanceof ThrottledError;
  await saveProgress(world, crawl, isWait ? undefined : failureOf(error, false));
  const next = hasListed && after !== undefined ? continueCrawl(crawl, after) : request;
  await send({ ...next, deferred, deferredFor: error.code }, seconds, error.message, world, crawl);
}

function waitOf(error: RetryableError): string {
  if (error.code === "turn-too-late") return "request-spacing";
  return error instanceof ThrottledError ? "reddit-asks-to-wait" : "backoff";
}

/** Sends the rest of the crawl as a new message, which knows of the attempts before it. */
async function send(
  request: CrawlRequest,
  seconds: number,
  reason: string,
  { crawls }: LoaderWorld,
  crawl: Crawl,
): Promise<void> {
  const { continuation, deferred } = request;
  crawl.log.info("handing-over", { hop: continuation?.hop, deferred, seconds, reason });
  await crawls.send({ ...request, ...(mayRepeat(crawl) && { attemptedBefore: true }) }, seconds);
}
