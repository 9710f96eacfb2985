import { PermanentError, RetryableError } from "@reddit-crawler/function-runtime/errors";

import type { Crawl } from "../crawl/crawl.ts";
import { deadlineOf } from "../gate/request-gate.ts";
import type { LoaderWorld } from "../world.ts";

/**
 * How long one of the two may make the crawl wait before the other one has to do: chosen, three requests to the feed where
 * it answers 429, which Reddit's feed may do for days.
 */
const patienceMs = 150_000;

/**
 * What `read` gives with no more than `patienceMs` for its waits. Where only the queue is long it has all of the time for
 * its turn, and so much from the first refusal on.
 */
export async function patiently<Found>(
  read: (crawl: Crawl) => Promise<Found>,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<Found> {
  const untilMs = world.clock.now() + patienceMs;
  const aheadMs = deadlineOf(crawl, world) - untilMs;
  // Too little time to tell a refusal from the end of the invocation.
  if (aheadMs < 0) return read(crawl);
  try {
    return await read({ ...crawl, patienceMs, timeLeftMs: () => crawl.timeLeftMs() - aheadMs });
  } catch (error) {
    if (error instanceof RetryableError && error.code === "turn-too-late")
      return read({ ...crawl, patienceMs });
    throw error;
  }
}

/** An error of a way in. */
export type Refusal = PermanentError | RetryableError;

/** Whether another way may do: what is wrong with the subreddit is so everywhere, and what is wrong here is no refusal. */
export function isRefusal(error: unknown): error is Refusal {
  if (!(error instanceof PermanentError || error instanceof RetryableError)) return false;
  const isOwn = ["bucket-unavailable", "object-contended", "gate-contended", "turn-too-late"];
  return !isOwn.includes(error.code) && !error.code.startsWith("subreddit-");
}
