import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import type { OutboundHttp } from "@reddit-crawler/function-runtime/http/outbound-http";

import type { LocalSettings } from "../pipeline/local-settings.ts";
import { isUnreachable, whatToCheck } from "../terminal/advice.ts";
import type { Verdict } from "./verdict.ts";
import type { Way } from "./way.ts";

/** Bytes of an answer that are read; imgur's page and a feed of one entry are far smaller. */
const maxAnswerBytes = 2_000_000;

/** What to do where no server is reached. */
export const networkAdvice = `${whatToCheck.slice(0, 1).toUpperCase()}${whatToCheck.slice(1)}.`;

/** What the ways are tried with. */
export interface Attempt {
  http: OutboundHttp;
  settings: LocalSettings;
  /** Milliseconds since 1970. */
  nowMs: number;
  /** Milliseconds after which a way that does not answer counts as refused. */
  timeoutMs: number;
  /** The person wants to stop. */
  signal: AbortSignal;
}

/**
 * Finds out with one request whether a way is open; redirects are not followed. A network error is a verdict, too.
 * @throws the signal's reason when it is aborted.
 */
export async function tryWay(way: Way, attempt: Attempt): Promise<Verdict> {
  const { http, settings, nowMs, timeoutMs, signal } = attempt;
  const missing = way.notConfigured?.(settings);
  if (missing !== undefined) return { kind: "not-configured", next: missing };
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const request = { ...way.request(settings), signal: AbortSignal.any([signal, limit]) };
    const response = await http(request);
    const { status, headers } = response;
    const text = await response.text(maxAnswerBytes);
    return way.read({ status, headers, text }, nowMs, settings);
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted)
      return {
        kind: "refused",
        why: `no answer within ${timeoutMs / 1000} s`,
        next: "Try again later; a crawl uses the other ways.",
      };
    if (!(error instanceof RetryableError)) throw error;
    const refused = { kind: "refused", why: error.message } as const;
    return isUnreachable(error.code)
      ? { ...refused, next: networkAdvice, unreached: true }
      : { ...refused, next: "Try again in a minute." };
  }
}
