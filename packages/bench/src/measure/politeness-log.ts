import type { PictureRequest } from "../servers/picture-internet.ts";

/** How a picture host and Reddit were asked. */
export interface Politeness {
  /** Requests that the host worked on at the same time. */
  mostAtOnce: number;
  /** Requests that it answered 429. */
  refused: number;
  /** Requests that came while it had asked to wait. */
  inCooldown: number;
  /** Requests for a picture that it had sent before. */
  repeated: number;
  /** Milliseconds from one request for a listing to the next; `Infinity` below two. */
  listingGapMs: number;
}

/** Milliseconds until a client has read a refusal, and its other downloads have heard of it, on a busy machine. */
const hearingMs = 250;

/** Judges a log of requests, in the order in which they came. */
export function judgePoliteness(
  log: readonly PictureRequest[],
  host: string,
  retryAfterSeconds: number,
): Politeness {
  const own = log.filter((request) => request.host === host);
  const refusals = own.filter(({ status }) => status === 429);
  const listings = log.filter((request) => request.host === "oauth.reddit.com");
  const sent = new Set<string>();
  let repeated = 0;
  for (const { path, status } of own) {
    if (sent.has(path)) repeated += 1;
    if (status === 200) sent.add(path);
  }
  return {
    mostAtOnce: Math.max(
      0,
      ...own.map(({ at }) => own.filter((other) => other.at <= at && other.answeredAt > at).length),
    ),
    refused: refusals.length,
    inCooldown: own.filter(({ at }) =>
      refusals.some(
        ({ answeredAt }) =>
          at > answeredAt + hearingMs && at < answeredAt + retryAfterSeconds * 1000 - hearingMs,
      ),
    ).length,
    repeated,
    listingGapMs: Math.min(
      ...listings.slice(1).map(({ at }, index) => at - (listings[index]?.at ?? at)),
    ),
  };
}
