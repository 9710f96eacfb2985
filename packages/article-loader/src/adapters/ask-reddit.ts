import type {
  OutboundHttp,
  OutboundRequest,
} from "@reddit-crawler/function-runtime/http/outbound-http";

import type { RedditAnswer } from "../reddit/reddit-answer.ts";

/** The longest that one request to Reddit may take with its body. Chosen: recorded answers took 1 to 3 s. */
const requestTimeoutMs = 30_000;
/** Chosen: recorded pages of 100 posts have up to 0.6 MB; text posts of 40,000 characters each would make 8. */
const maxBodyBytes = 10_000_000;

/** Sends one request and reads the whole answer. @throws {RetryableError} when none came, it was cut off or too long. */
export async function askReddit(
  http: OutboundHttp,
  request: Omit<OutboundRequest, "signal">,
): Promise<RedditAnswer> {
  const answer = await http({ ...request, signal: AbortSignal.timeout(requestTimeoutMs) });
  return {
    status: answer.status,
    headers: answer.headers,
    body: await answer.text(maxBodyBytes),
  };
}
