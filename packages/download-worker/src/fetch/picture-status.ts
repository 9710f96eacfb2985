import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { parseRetryAfter } from "@reddit-crawler/function-runtime/http/retry-after";

import { HostThrottle } from "../hosts/host-throttle.ts";
import { noPicture, type NoPicture } from "../bytes/no-picture.ts";

/**
 * What a picture host's status means: RFC 9110, section 15; 425: RFC 8470; 429: RFC 6585. Of the others 5xx are
 * `passing`, and the rest is `refused`, such as 451 (RFC 7725): what is blocked here is there elsewhere.
 */
const verdicts: Readonly<Record<number, "body" | "redirect" | "gone" | "throttled" | "passing">> = {
  200: "body",
  206: "body",
  301: "redirect",
  302: "redirect",
  303: "redirect",
  307: "redirect",
  308: "redirect",
  404: "gone",
  408: "passing",
  410: "gone",
  425: "passing",
  429: "throttled",
};

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
  const verdict = verdicts[status] ?? (status >= 500 && status < 600 ? "passing" : "refused");
  if (verdict === "body" || verdict === "redirect") return verdict;
  const code = `http-${status}` as const;
  if (verdict === "gone") return noPicture("gone", code);
  if (verdict === "refused")
    return noPicture("refused", status === 401 || status === 403 ? "refused-by-host" : code);
  const waitSeconds = parseRetryAfter(retryAfter, nowMs);
  const message = `the host answered ${status}`;
  if (verdict === "throttled" || waitSeconds !== undefined)
    throw new HostThrottle({ hostname, isKnown: false }, code, message, waitSeconds);
  throw new RetryableError(code, message);
}
