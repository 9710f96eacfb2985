/** Chosen: a message in backoff counts as in flight, and poison must not fill the balancer's places for long. */
export const longestDelaySeconds = 900;
const firstDelaySeconds = 30;
/** Chosen: how long a host rests that asked for it without naming a time; the queue's first backoff. */
const unnamedRestSeconds = 30;

/** Seconds that a host is left alone: no longer than a message waits, or its tries would be used up without asking. */
export function hostRestSeconds(retryAfterSeconds: number | undefined): number {
  return Math.min(retryAfterSeconds ?? unnamedRestSeconds, longestDelaySeconds);
}

/**
 * Seconds until the next try: 30, 60, 120 … by the receive count, at most 900, of which up to a quarter is taken off at
 * random. A wait that the host asked for counts instead, at most 900, and is only ever lengthened.
 * `random` is in [0, 1).
 */
export function retryDelaySeconds(retry: {
  receiveCount: number;
  retryAfterSeconds: number | undefined;
  random: number;
}): number {
  if (retry.retryAfterSeconds !== undefined) {
    const askedSeconds = Math.max(1, retry.retryAfterSeconds);
    return Math.min(longestDelaySeconds, Math.ceil(askedSeconds * (1 + 0.1 * retry.random)));
  }
  const backoffSeconds = firstDelaySeconds * 2 ** (retry.receiveCount - 1);
  return Math.ceil(Math.min(longestDelaySeconds, backoffSeconds) * (1 - 0.25 * retry.random));
}
