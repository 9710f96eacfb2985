import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import type { Log } from "@reddit-crawler/function-runtime/log";

import { HostThrottle } from "../hosts/host-throttle.ts";

/** What kept an attempt from deciding its post; without a link where it was not about one. */
export interface AttemptFailure {
  error: unknown;
  position?: number;
  url?: string;
}

/**
 * One line for all that failed alike, since what keeps one picture of an album keeps hundreds; `position` is the first
 * one's. The host stands for the URL, which may carry a signature.
 */
export function logFailures(log: Log, failures: readonly AttemptFailure[], isLast: boolean): void {
  const hostOf = ({ url }: AttemptFailure) =>
    url === undefined ? undefined : URL.parse(url)?.host;
  const alike = Map.groupBy(failures, (failure) =>
    failure.error instanceof RetryableError ? `${failure.error.code} ${hostOf(failure)}` : failure,
  );
  for (const [failure, ...others] of alike.values()) {
    if (!failure) continue;
    const { error, position } = failure;
    const links = others.length + 1;
    const where = { position, host: hostOf(failure), ...(links > 1 && { links }) };
    if (!(error instanceof RetryableError)) log.error("unexpected-error", { ...where, error });
    else if (isLast) log.error("last-try-failed", { ...where, error });
    else log.warn("try-failed", { ...where, code: error.code, reason: error.message });
  }
}

/** The code of the first failure, which the others mostly share. */
export function reasonOf([first]: readonly AttemptFailure[]): string {
  return first?.error instanceof RetryableError ? first.error.code : "internal";
}

/** The longest wait that a host asked for, in seconds; undefined where none named one. */
export function longestWaitSeconds(failures: readonly AttemptFailure[]): number | undefined {
  const waits = failures.flatMap(({ error }) =>
    error instanceof ThrottledError && error.retryAfterSeconds !== undefined
      ? [error.retryAfterSeconds]
      : [],
  );
  return waits.length > 0 ? Math.max(...waits) : undefined;
}

/** Whether all that failed is in a known cooldown, so that no host was asked for it. */
export function isNothingAsked(failures: readonly AttemptFailure[]): boolean {
  return (
    failures.length > 0 &&
    failures.every(({ error }) => error instanceof HostThrottle && error.isKnown)
  );
}
