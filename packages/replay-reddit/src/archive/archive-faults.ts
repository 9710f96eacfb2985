import type { Fault } from "../network/faults.ts";
import { timeoutText } from "./archive-answers.ts";
import { archiveHost } from "./arctic-shift.ts";

/** The archive is busy: 422 for `times` requests, then it answers. */
export function archiveBusy(times = 2): Fault {
  const body = JSON.stringify({ data: null, error: timeoutText });
  return {
    host: archiveHost,
    times,
    effect: { status: 422, body, contentType: "application/json" },
  };
}

/** The archive throttles for `times` requests: 429 and the seconds until its window ends, without Retry-After. */
export function archiveThrottled(resetSeconds: number, times = 1): Fault {
  return {
    host: archiveHost,
    times,
    effect: {
      status: 429,
      headers: { "x-ratelimit-reset": String(resetSeconds) },
      body: JSON.stringify({ data: null, error: "Too many requests" }),
      contentType: "application/json",
    },
  };
}

/** The archive is away: Cloudflare's own page, as on 9 and 10 October 2026. */
export function archiveAway(times = Infinity): Fault {
  return {
    host: archiveHost,
    times,
    effect: {
      status: 522,
      body: "<!DOCTYPE html><html><head><title>522: Connection timed out</title></head></html>",
      contentType: "text/html; charset=UTF-8",
    },
  };
}

/** The feed refuses every request, as it does most data centres. */
export function feedRefused(times = Infinity): Fault {
  return { host: "www.reddit.com", path: /\.rss(?:\?|$)/, times, effect: { status: 429 } };
}
