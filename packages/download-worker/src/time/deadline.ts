import type { Clock } from "@reddit-crawler/function-runtime/clock";
import { RetryableError } from "@reddit-crawler/function-runtime/errors";

import { withTimeLimit } from "./time-limit.ts";

/** Two small records, one queue call and their retries fit into it. */
const endMarginMs = 5_000;
/** One part of 5 MiB, or the completion of a multipart upload, with a retry. */
const storeReserveMs = 10_000;
/** A picture of a few MB arrives in this time; beginning with less only spends a receive. */
const leastDownloadMs = 5_000;
/** 200 MB at 3.3 MB/s. A slower host shall not keep a worker from the post's other pictures. */
const longestDownloadMs = 60_000;

/** When what has to be over, in milliseconds since 1970. */
export interface Deadline {
  /** The last moment for a store to end; records and the message come after it. */
  storesEndAtMs: number;
  /** The last moment for a download to begin. */
  lastStartMs: number;
  /** Milliseconds that a download may take when it starts at `nowMs`; undefined when it should not start any more. */
  downloadTimeMs(nowMs: number): number | undefined;
}

/**
 * The time that one job has: it ends before the function is stopped and before its message becomes visible to the next
 * balancer, whichever comes first, so that no worker dies in the middle of a store and no two work on one message.
 */
export function jobDeadline(job: {
  nowMs: number;
  remainingMs: number;
  hiddenUntilMs: number;
}): Deadline {
  const storesEndAtMs = Math.min(job.nowMs + job.remainingMs, job.hiddenUntilMs) - endMarginMs;
  const lastStartMs = storesEndAtMs - storeReserveMs - leastDownloadMs;
  return {
    storesEndAtMs,
    lastStartMs,
    downloadTimeMs(nowMs) {
      if (nowMs > lastStartMs) return undefined;
      return Math.min(storesEndAtMs - storeReserveMs - nowMs, longestDownloadMs);
    },
  };
}

/**
 * Runs `task` with a signal that fires when a download that starts now has to be over.
 * @throws `out-of-time` when it should not start any more.
 */
export async function withDownloadTime<T>(
  clock: Clock,
  deadline: Deadline,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timeMs = deadline.downloadTimeMs(clock.now());
  if (timeMs === undefined) throw outOfTime();
  return withTimeLimit(clock, timeMs, task);
}

const outOfTimeCode = "out-of-time";

/** What a job throws for whatever it has no time to begin any more. */
export function outOfTime(): RetryableError {
  return new RetryableError(outOfTimeCode, "too little time is left to download and store it");
}

/** Whether the job's time alone is why. */
export function isOutOfTime(error: unknown): boolean {
  return error instanceof RetryableError && error.code === outOfTimeCode;
}
