import { isOutOfTime } from "../time/deadline.ts";
import { retryDelaySeconds } from "../time/retry-delay.ts";
import { isNothingAsked, longestWaitSeconds, type AttemptFailure } from "./failures.ts";

/** Four hours: with six attempts a day in all, after which a host that only ever says "later" is not asked any more. */
const longestDeferralMs = 4 * 3_600_000;

/** An attempt that left its post undecided. */
export interface UndecidedAttempt {
  /** From 1. */
  attempt: number;
  isLast: boolean;
  failures: readonly AttemptFailure[];
  /** Pictures were recorded that the attempt before did not have. */
  gotFurther: boolean;
  /** Since when the attempt has been deferred, in milliseconds since 1970. */
  deferredSinceMs: number | undefined;
  nowMs: number;
  /** In [0, 1). */
  random: number;
}

/**
 * What comes next for a post, in `seconds`, at most 900: it goes on with all its attempts, comes again to make the
 * same attempt or the next one, or is given up.
 */
export type NextStep =
  | { kind: "continued"; seconds: number }
  | { kind: "deferred"; seconds: number; attempt: number; sinceMs: number }
  | { kind: "retried"; seconds: number; attempt: number }
  | { kind: "given-up" };

/**
 * What comes after an undecided attempt. One that got further, and had too little time or was the last, is not held
 * against the post. One in which a cooldown kept it from asking costs no attempt, for four hours; each such wait is at
 * least half of the time that it has waited, so that a post comes back 40 times at most.
 */
export function nextStep(undecided: UndecidedAttempt): NextStep {
  const { attempt, isLast, failures, gotFurther, nowMs, random } = undecided;
  const retryAfterSeconds = longestWaitSeconds(failures);
  const seconds = retryDelaySeconds({ attempt, retryAfterSeconds, random });
  if (gotFurther && (isLast || failures.some(({ error }) => isOutOfTime(error))))
    // At once, unless a host asked for a wait.
    return { kind: "continued", seconds: retryAfterSeconds === undefined ? 0 : seconds };
  // Not in the future, where a clock that was set back puts it.
  const sinceMs = Math.min(undecided.deferredSinceMs ?? nowMs, nowMs);
  if (isNothingAsked(failures) && nowMs - sinceMs < longestDeferralMs) {
    const waitSeconds = Math.max(retryAfterSeconds ?? 0, (nowMs - sinceMs) / 2000);
    const delay = retryDelaySeconds({ attempt, retryAfterSeconds: waitSeconds, random });
    return { kind: "deferred", seconds: delay, attempt, sinceMs };
  }
  return isLast ? { kind: "given-up" } : { kind: "retried", seconds, attempt: attempt + 1 };
}
