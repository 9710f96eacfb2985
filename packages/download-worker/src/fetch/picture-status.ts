import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { parseRetryAfter } from "@reddit-crawler/function-runtime/http/retry-after";

import { verdictOfStatus } from "../failure-policy.ts";
import { HostThrottle } from "../hosts/host-throttle.ts";
import { noPicture, type NoPicture } from "../links/no-picture.ts";

const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * What the status means that `hostname` answered with: `body` (read it), `redirect`, or no picture for good.
 * @throws {HostThrottle} on 429, and on any other passing status that names a wait in `Retry-After`.
 * @throws {RetryableError} on 408, 425 and 5xx.
 */
export function readPictureStatus(
  status: number,
  retryAfter: string | undefined,
  nowMs: number,
  hostname: string,
): "body" | "redirect" | NoPicture {
  if (status === 200 || status === 206) return "body";
  if (redirects.has(status)) return "redirect";
  const code = `http-${status}` as const;
  const verdict = verdictOfStatus("picture host", status);
  switch (verdict) {
    case "gone":
      return noPicture("gone", code);
    case "throttled":
    case "passing": {
      const waitSeconds = parseRetryAfter(retryAfter, nowMs);
      const message = `the host answered ${status}`;
      if (verdict === "throttled" || waitSeconds !== undefined)
        throw new HostThrottle({ hostname, isKnown: false }, code, message, waitSeconds);
      throw new RetryableError(code, message);
    }
    default:
      return noPicture("refused", status === 401 || status === 403 ? "refused-by-host" : code);
  }
}
