import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { parseRetryAfter } from "@reddit-crawler/function-runtime/retry-after";

import type { ResolveContext } from "./media-host.ts";
import { isPublicWebUrl } from "./web-link.ts";

/** Chosen: an album of several hundred pictures and a heavy page both fit. */
const maxAnswerBytes = 4_000_000;
/** Chosen: enough for a change of host name and of path. */
const maxRedirects = 3;

/** What a host said about a page: its text, or that the page is gone. */
export type HostAnswer = { kind: "answer"; text: string } | { kind: "gone"; status: number };

/**
 * Asks a host about a page, following redirects only where `mayGo` agrees.
 * @throws {ThrottledError} on 429, or on 503 with Retry-After. @throws {RetryableError} on any other answer that decides nothing,
 * a refusal (401, 403) included, because hosts refuse whole networks for a while.
 */
export async function askHost(
  url: URL,
  context: ResolveContext,
  headers: Readonly<Record<string, string>> = {},
  mayGo: (url: URL) => boolean = ({ host }) => host === url.host,
): Promise<HostAnswer> {
  let next = url;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const { http, signal } = context;
    const response = await http({ url: next, headers, signal });
    const { status } = response;
    if (status === 200) return { kind: "answer", text: await response.text(maxAnswerBytes) };
    await response.discard();
    if (status === 404 || status === 410 || status === 451) return { kind: "gone", status };
    const location = status >= 300 && status < 400 ? response.headers["location"] : undefined;
    const target = location === undefined ? null : URL.parse(location, next.href);
    if (!target) throw undecided(next, status, response.headers["retry-after"], context.now());
    if (!isPublicWebUrl(target) || !mayGo(target)) return { kind: "gone", status };
    next = target;
  }
  throw new RetryableError("too-many-redirects", `${url.host} sends in circles`);
}

function undecided(url: URL, status: number, retryAfter: string | undefined, nowMs: number): Error {
  const message = `${url.host} answered ${status}`;
  const seconds = parseRetryAfter(retryAfter, nowMs);
  if (status === 429 || (status === 503 && seconds !== undefined))
    return new ThrottledError(`http-${status}`, message, seconds);
  return new RetryableError(`http-${status}`, message);
}
