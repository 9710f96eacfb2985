import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { parseRetryAfter } from "@reddit-crawler/function-runtime/retry-after";

import { noPicture, type NoPicture } from "./no-picture.ts";

const redirects = new Set([301, 302, 303, 307, 308]);
const gone = new Set([404, 410, 451]);
const refused = new Set([401, 403]);
/** Request Timeout, Too Early, Too Many Requests (RFC 9110, RFC 8470, RFC 6585): the request was fine. */
const later = new Set([408, 425, 429]);

/**
 * What a picture host's status means: `body` (read it), `redirect`, or no picture for good.
 * @throws {ThrottledError} on 429, and on any other passing status that names a wait in `Retry-After`.
 * @throws {RetryableError} on 408, 425 and 5xx.
 */
export function readPictureStatus(
  status: number,
  retryAfter: string | undefined,
  nowMs: number,
): "body" | "redirect" | NoPicture {
  if (status === 200 || status === 206) return "body";
  if (redirects.has(status)) return "redirect";
  if (gone.has(status)) return noPicture("gone", `http-${status}`);
  if (refused.has(status)) return noPicture("refused", "refused-by-host");
  if (later.has(status) || status >= 500) {
    const waitSeconds = parseRetryAfter(retryAfter, nowMs);
    const code = `http-${status}`;
    const message = `the host answered ${status}`;
    if (status === 429 || waitSeconds !== undefined)
      throw new ThrottledError(code, message, waitSeconds);
    throw new RetryableError(code, message);
  }
  return noPicture("refused", `http-${status}`);
}
