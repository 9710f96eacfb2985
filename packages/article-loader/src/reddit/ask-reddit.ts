import type {
  OutboundHttp,
  OutboundRequest,
} from "@reddit-crawler/function-runtime/http/outbound-http";

/** What Reddit said to one request, read to its end. Header names are lower case. */
export interface RedditAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** The longest that one request to Reddit may take with its body: recorded answers took 1 to 3 s. */
const requestTimeoutMs = 30_000;
/** Recorded pages of 100 posts have up to 0.6 MB; text posts of 40,000 characters each would make 8. */
const maxBodyBytes = 10_000_000;

/** Sends one request and reads the whole answer. @throws {RetryableError} when none came, it was cut off or too long. */
export async function askReddit(
  http: OutboundHttp,
  request: OutboundRequest,
): Promise<RedditAnswer> {
  const answer = await http({ ...request, signal: AbortSignal.timeout(requestTimeoutMs) });
  return {
    status: answer.status,
    headers: answer.headers,
    body: await answer.text(maxBodyBytes),
  };
}
