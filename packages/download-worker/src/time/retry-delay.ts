/**
 * A quarter of an hour: the longest delay of a message (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html).
 * A host that asks for more is asked again after it, by one post, which shows whether its cooldown still holds.
 */
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
 * Seconds until the next attempt: 30, 60, 120 … by the attempt, at most 900, of which up to a quarter is taken off at
 * random. A wait that the host asked for counts instead, at most 900, and is only ever lengthened.
 * `random` is in [0, 1).
 */
export function retryDelaySeconds(retry: {
  attempt: number;
  retryAfterSeconds: number | undefined;
  random: number;
}): number {
  if (retry.retryAfterSeconds !== undefined) {
    const askedSeconds = Math.max(1, retry.retryAfterSeconds);
    return Math.min(longestDelaySeconds, Math.ceil(askedSeconds * (1 + 0.1 * retry.random)));
  }
  const backoffSeconds = firstDelaySeconds * 2 ** (retry.attempt - 1);
  return Math.ceil(Math.min(longestDelaySeconds, backoffSeconds) * (1 - 0.25 * retry.random));
}
