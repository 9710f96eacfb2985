import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import type { OutboundResponse } from "@reddit-crawler/function-runtime/http/outbound-http";
import { parseRetryAfter } from "@reddit-crawler/function-runtime/http/retry-after";

import type { Resolution, ResolveContext } from "../media-host.ts";
import { parseWebLink } from "../web-link.ts";

/** Bytes; chosen: an album of several hundred pictures and a heavy page both fit. */
const maxAnswerBytes = 4_000_000;
/** Redirects in a row; chosen: enough for a change of host name and of path. */
const maxRedirects = 3;

/**
 * What a host said about a page: its text, that the page is gone, or `refused` where it redirects to another host, such as
 * for consent. Header names are lower-case.
 */
export type HostAnswer = { headers: OutboundResponse["headers"] } & (
  | { kind: "answer"; text: string }
  | { kind: "gone"; status: number }
  | { kind: "refused"; reason: "redirected-elsewhere" }
);

/**
 * Asks a host about a page, following redirects only where `mayGo` agrees, and always over TLS.
 * @throws {ThrottledError} on 429, or on 503 with Retry-After. @throws {RetryableError} on any other answer that decides nothing,
 * a refusal (401, 403) included, because hosts refuse whole networks for a while.
 */
export async function askHost(
  url: URL,
  context: ResolveContext,
  headers: Readonly<Record<string, string>> = {},
  mayGo: (url: URL) => boolean = ({ hostname }) => hostname === url.hostname,
): Promise<HostAnswer> {
  let next = url;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const { http, signal } = context;
    const response = await http({ url: next, headers, signal });
    const { status, headers: answered } = response;
    if (status === 200)
      return { kind: "answer", text: await response.text(maxAnswerBytes), headers: answered };
    await response.discard();
    if (status === 404 || status === 410 || status === 451)
      return { kind: "gone", status, headers: answered };
    const location = status >= 300 && status < 400 ? answered["location"] : undefined;
    if (location === undefined || !URL.canParse(location, next.href))
      throw undecided(next, status, answered["retry-after"], context.now());
    const target = parseWebLink(location, next.href);
    if (target.kind === "refused" || !mayGo(target.url))
      return { kind: "refused", reason: "redirected-elsewhere", headers: answered };
    next = target.url;
  }
  throw new RetryableError("too-many-redirects", `${url.host} redirects in a loop`);
}

/** What it means that a host does not show a page: it is gone for `goneReason`, unless the host redirected elsewhere. */
export function notShown(answer: HostAnswer, goneReason: string): Resolution {
  if (answer.kind === "refused") return { kind: "refused", reason: answer.reason };
  return { kind: "gone", reason: goneReason };
}

function undecided(url: URL, status: number, retryAfter: string | undefined, nowMs: number): Error {
  const message = `${url.host} answered ${status}`;
  const seconds = parseRetryAfter(retryAfter, nowMs);
  if (status === 429 || (status === 503 && seconds !== undefined))
    return new ThrottledError(`http-${status}`, message, seconds);
  return new RetryableError(`http-${status}`, message);
}
