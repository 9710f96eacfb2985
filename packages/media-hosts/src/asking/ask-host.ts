import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import type { OutboundResponse } from "@reddit-crawler/function-runtime/http/outbound-http";
import { parseRetryAfter } from "@reddit-crawler/function-runtime/http/retry-after";

import type { Resolution, ResolveContext } from "../media-host.ts";
import { parseWebLink } from "../web-link.ts";
import { busyCooldownSeconds, saysBusy } from "./busy-words.ts";
import { redirectRefusal, type RedirectRefusal } from "./redirect-refusal.ts";

/** Bytes; chosen: an album of several hundred pictures and a heavy page both fit. */
const maxAnswerBytes = 4_000_000;
/** Redirects in a row; chosen: enough for a change of host name and of path. */
const maxRedirects = 3;

/**
 * What a host said about a page: its text, that the page is gone, or `refused` where it asks for a login, an age or a
 * consent instead, or may not be shown for legal reasons. Header names are lower-case.
 */
export type HostAnswer = { headers: OutboundResponse["headers"] } & (
  | { kind: "answer"; text: string }
  | { kind: "gone" }
  | { kind: "refused"; reason: RedirectRefusal | "http-451" }
);

/** How to ask a host. */
interface Question {
  headers?: Readonly<Record<string, string>>;
  /** Where a redirect may go; the host itself by default. */
  mayGo?: (url: URL) => boolean;
  /** Reads an error in the host's own words, which count whatever the status: no such page, or asked too much. */
  errorIn?: (text: string) => "gone" | "busy" | undefined;
}

/**
 * Asks a host about a page, following redirects only where `mayGo` agrees, and always over TLS. What the body of an error
 * says counts before its status.
 * @throws {ThrottledError} on 429, on 503 with Retry-After, and when the host says in words that it is asked too much.
 * @throws {RetryableError} on any other answer that decides nothing, a refusal (401, 403) included, because hosts refuse
 * whole networks for a while.
 */
export async function askHost(
  url: URL,
  context: ResolveContext,
  {
    headers = {},
    mayGo = ({ hostname }) => hostname === url.hostname,
    errorIn = () => undefined,
  }: Question = {},
): Promise<HostAnswer> {
  let next = url;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const response = await context.http({ url: next, headers, signal: context.signal });
    const { status, headers: answered } = response;
    const target = redirectTarget(response, next);
    if (target === undefined) {
      const text = await response.text(maxAnswerBytes);
      const error = errorIn(text);
      if (error === "gone") return { kind: "gone", headers: answered };
      if (error === "busy" || (status !== 200 && saysBusy(text)))
        throw busy(next, answered, context.now());
      if (status === 200) return { kind: "answer", text, headers: answered };
      if (status === 404 || status === 410) return { kind: "gone", headers: answered };
      if (status === 451) return { kind: "refused", reason: "http-451", headers: answered };
      throw undecided(next, status, answered, context.now());
    }
    await response.discard();
    const refusal = redirectRefusal(target, next, mayGo);
    if (refusal !== undefined) return { kind: "refused", reason: refusal, headers: answered };
    const web = parseWebLink(target.href);
    if (web.kind === "refused")
      return { kind: "refused", reason: "redirected-elsewhere", headers: answered };
    next = web.url;
  }
  throw new RetryableError("too-many-redirects", `${url.host} redirects in a loop`);
}

/**
 * Where a short link leads, asked once and not followed; `stays` where it leads nowhere.
 * @throws {ThrottledError} and {RetryableError} as `askHost` does.
 */
export async function askWhereTo(
  url: URL,
  context: ResolveContext,
): Promise<
  { kind: "leads"; url: URL } | { kind: "stays" } | Exclude<HostAnswer, { kind: "answer" }>
> {
  let target: URL | undefined;
  const note = (to: URL) => {
    target = to;
    return false;
  };
  const answer = await askHost(url, context, { mayGo: note });
  if (target) return { kind: "leads", url: target };
  return answer.kind === "answer" ? { kind: "stays" } : answer;
}

/** What it means that a host does not show a page: it is gone for `goneReason`, unless the host refused to say. */
export function notShown(answer: HostAnswer, goneReason: string): Resolution {
  if (answer.kind === "refused") return { kind: "refused", reason: answer.reason };
  return { kind: "gone", reason: goneReason };
}

function redirectTarget({ status, headers }: OutboundResponse, from: URL): URL | undefined {
  const location = status >= 300 && status < 400 ? headers["location"] : undefined;
  return location === undefined ? undefined : (URL.parse(location, from.href) ?? undefined);
}

function busy(url: URL, headers: OutboundResponse["headers"], nowMs: number): ThrottledError {
  const seconds = parseRetryAfter(headers["retry-after"], nowMs) ?? busyCooldownSeconds;
  return new ThrottledError("http-429", `${url.host} says that it is asked too much`, seconds);
}

function undecided(
  url: URL,
  status: number,
  headers: OutboundResponse["headers"],
  nowMs: number,
): Error {
  const message = `${url.host} answered ${status}`;
  const seconds = parseRetryAfter(headers["retry-after"], nowMs);
  if (status === 429 || (status === 503 && seconds !== undefined))
    return new ThrottledError(`http-${status}`, message, seconds);
  return new RetryableError(`http-${status}`, message);
}
