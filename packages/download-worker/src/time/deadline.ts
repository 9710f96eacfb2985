/** Chosen: two small records, one queue call and their retries fit into it. */
const endMarginMs = 5_000;
/** Chosen: one part of 8 MiB, or the completion of a multipart upload, with a retry. */
const storeReserveMs = 10_000;
/** Chosen: a picture of a few MB arrives in this time; beginning with less only spends a receive. */
const leastDownloadMs = 5_000;
/** Chosen: 200 MB at 4 MB/s. A slower host shall not keep a worker from the post's other pictures. */
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
