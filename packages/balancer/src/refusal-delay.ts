const firstDelaySeconds = 30;
/** A hidden message counts as in flight, and shall not take a place for long once Lambda is back. */
const longestDelaySeconds = 3600;

/**
 * Seconds until a message is visible again whose invocation was refused: 30, 120, 480, 1920, 3600 … by its receive count.
 * SQS takes no receive back, and a message has six of them. The growing delays put the sixth receive at least 90 minutes
 * after the first, so that a refusal of that length costs no post its last attempt.
 */
export function refusalDelaySeconds(receiveCount: number): number {
  return Math.min(longestDelaySeconds, firstDelaySeconds * 4 ** (receiveCount - 1));
}
