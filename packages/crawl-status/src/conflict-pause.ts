import type { Clock } from "@reddit-crawler/function-runtime/clock";

const firstPauseMs = 20;
/** Chosen: a dozen tries then take two seconds, in which S3 takes about fifty writes to one object. */
const longestPauseMs = 400;

/** Waits before a conditional write is tried again that lost `conflicts` times: writers that met once shall not meet again. */
export async function pauseAfterConflict(
  conflicts: number,
  { clock, random }: { clock: Pick<Clock, "sleep">; random: () => number },
): Promise<void> {
  await clock.sleep(random() * Math.min(longestPauseMs, firstPauseMs * 2 ** conflicts));
}
