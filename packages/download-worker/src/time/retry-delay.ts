/** A quarter of an hour: a message in backoff counts as in flight, and poison must not fill the balancer's places for long. */
export const longestDelaySeconds = 900;
const firstDelaySeconds = 30;

/**
 * Seconds of a host's cooldown: what it asked for, or the queue's first backoff where it named no time. No longer than a
 * message waits, or its attempts would be used up without asking.
 */
export function cooldownSeconds(retryAfterSeconds: number | undefined): number {
  return Math.min(retryAfterSeconds ?? firstDelaySeconds, longestDelaySeconds);
}

/**
 * Seconds until the next attempt: 30, 60, 120 … by the receive count, at most 900, of which up to a quarter is taken off at
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
