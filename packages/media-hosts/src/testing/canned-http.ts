import type {
  OutboundHttp,
  OutboundRequest,
} from "@reddit-crawler/function-runtime/http/outbound-http";

import type { ResolveContext } from "../media-host.ts";

/** One answer that a test puts in a host's mouth. */
export interface CannedAnswer {
  status?: number;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

/** A context whose hosts answer as `answers` says, by URL without its query; any other URL is a 404. */
export function cannedContext(
  answers: Readonly<Record<string, CannedAnswer>>,
  keys: ResolveContext["keys"] = {},
): { context: ResolveContext; requests: OutboundRequest[]; clock: { nowMs: number } } {
  const requests: OutboundRequest[] = [];
  const clock = { nowMs: Date.UTC(2026, 10, 22) };
  const http: OutboundHttp = async (request) => {
    requests.push(request);
    const {
      status = 200,
      headers = {},
      body = "",
    } = answers[request.url.origin + request.url.pathname] ?? { status: 404 };
    return {
      status,
      headers,
      body: (async function* () {
        yield Buffer.from(body);
      })(),
      text: async () => body,
      discard: async () => {},
    };
  };
  const signal = new AbortController().signal;
  return { context: { http, signal, now: () => clock.nowMs, keys }, requests, clock };
}
