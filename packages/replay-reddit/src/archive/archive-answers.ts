import { json, type Answer } from "../network/answer.ts";

/** Seconds to the next whole minute, at which the archive's windows end. */
function secondsToReset(nowMs: number): number {
  return Math.ceil((60_000 - (nowMs % 60_000)) / 1000);
}

/** What rides on answers of 200 and 429: `Remaining` is gone since July 2026, and there is no `Retry-After`. */
function rateHeaders(nowMs: number): Record<string, string> {
  const seconds = secondsToReset(nowMs);
  return {
    "x-ratelimit-reset": String(seconds),
    "x-ratelimit-reset-at": String(Math.ceil(nowMs + seconds * 1000)),
  };
}

/** Rows, or null for a name that the archive does not know. */
export function archiveData(data: unknown, nowMs: number): Answer {
  return json({ data }, 200, rateHeaders(nowMs));
}

/** An error: 400 for what no retry can help, 422 for a query that is too heavy or a client that is too fast. */
export function archiveError(status: 400 | 404 | 422, error: string): Answer {
  return json({ data: null, error }, status);
}

/** The one text of 422: of a throttled client and of a heavy query alike. */
export const timeoutText = "Timeout. Maybe slow down a bit";
