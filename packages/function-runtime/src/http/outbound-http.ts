/** A request to Reddit or a picture host. Redirects are never followed: they come back as answers. */
export interface OutboundRequest {
  url: URL;
  method?: "GET" | "POST";
  /** Lower-case names. `user-agent`, `accept` and `accept-encoding` have defaults. */
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Ends the request, its body included. */
  signal?: AbortSignal;
}

/** An answer whose body is still on its way: read it, or `discard` it. */
export interface OutboundResponse {
  status: number;
  /** Lower-case names; a repeated header is joined by commas. */
  headers: Readonly<Record<string, string>>;
  /** The body as it arrives. @throws {RetryableError} when it breaks off, stalls or is shorter than declared. */
  body: AsyncIterable<Uint8Array>;
  /** The body as UTF-8 text. @throws {RetryableError} `answer-too-long` when it has more than `maxBytes`. */
  text(maxBytes: number): Promise<string>;
  /** Lets go of the body and its connection. */
  discard(): Promise<void>;
}

/** Sends one request. @throws {RetryableError} when no answer came: refused, reset, timed out, name not found. */
export type OutboundHttp = (request: OutboundRequest) => Promise<OutboundResponse>;
