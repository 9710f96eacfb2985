import { EnvHttpProxyAgent, request, type Dispatcher } from "undici";

import { RetryableError } from "./errors.ts";
import { publicOnly } from "./public-address.ts";

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

/** How requests leave: everything in milliseconds. */
export interface OutboundHttpOptions {
  /** Sent with every request, truthfully (Reddit: `<platform>:<app>:<version> (by /u/<name>)`). */
  userAgent: string;
  proxy: {
    httpsProxy?: string | undefined;
    httpProxy?: string | undefined;
    noProxy?: string | undefined;
  };
  connectTimeoutMs: number;
  /** From the request to the first byte of the answer. */
  headersTimeoutMs: number;
  /** The longest pause between two parts of a body. */
  idleTimeoutMs: number;
  /** Replaces the socket's own way out; tests hand in a mock. */
  dispatcher?: Dispatcher;
}

/**
 * The way out to the internet: through the proxy that the environment names, else straight to public addresses only.
 * Connections are kept for 4 s at most, since a function that was frozen in between finds them dead.
 */
export function createOutboundHttp(options: OutboundHttpOptions): OutboundHttp {
  const { httpsProxy, httpProxy, noProxy } = options.proxy;
  const dispatcher =
    options.dispatcher ??
    new EnvHttpProxyAgent({
      // Empty strings, not undefined: undici would otherwise read process.env itself.
      httpsProxy: httpsProxy ?? "",
      httpProxy: httpProxy ?? "",
      noProxy: noProxy ?? "",
      allowH2: false,
      keepAliveTimeout: 4000,
      keepAliveMaxTimeout: 4000,
      connect: { timeout: options.connectTimeoutMs, lookup: publicOnly() },
      proxyTls: { timeout: options.connectTimeoutMs },
      requestTls: { timeout: options.connectTimeoutMs },
    });

  return async ({ url, method = "GET", headers = {}, body, signal }) => {
    const what = `${method} ${url.host}`;
    try {
      const answer = await request(url, {
        dispatcher,
        method,
        headers: {
          "user-agent": options.userAgent,
          accept: "*/*",
          "accept-encoding": "identity",
          ...headers,
        },
        headersTimeout: options.headersTimeoutMs,
        bodyTimeout: options.idleTimeoutMs,
        ...(body !== undefined && { body }),
        ...(signal && { signal }),
      });
      const chunks = readBody(answer.body, what);
      return {
        status: answer.statusCode,
        headers: Object.fromEntries(
          Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
        ),
        body: chunks,
        text: (maxBytes) => readText(chunks, maxBytes, what),
        discard: async () => {
          // Destroying a body that nobody reads raises an error that nobody would hear, and that ends the process.
          answer.body.on("error", () => {}).destroy();
        },
      };
    } catch (error) {
      throw networkError(what, error);
    }
  };
}

async function* readBody(body: AsyncIterable<Uint8Array>, what: string) {
  try {
    yield* body;
  } catch (error) {
    throw networkError(what, error);
  }
}

async function readText(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
  what: string,
): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes)
      throw new RetryableError(
        "answer-too-long",
        `${what}: the answer has more than ${maxBytes} bytes`,
      );
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** undici's and Node's codes of what went wrong on the way, as the codes that records and logs use. */
const networkCodes: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: "connect-timeout",
  UND_ERR_HEADERS_TIMEOUT: "answer-timeout",
  UND_ERR_BODY_TIMEOUT: "body-stalled",
  UND_ERR_SOCKET: "connection-broken",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "truncated",
  ECONNREFUSED: "connection-refused",
  ECONNRESET: "connection-broken",
  EPIPE: "connection-broken",
  ENOTFOUND: "host-not-found",
  EAI_AGAIN: "host-not-found",
  EADDRNOTPUBLIC: "address-not-public",
};

function networkError(what: string, error: unknown): Error {
  if (error instanceof RetryableError) return error;
  if (!(error instanceof Error)) return new RetryableError("network", `${what}: ${String(error)}`);
  if (error.name === "TimeoutError")
    return new RetryableError("total-timeout", `${what}: took too long`, { cause: error });
  if (error.name === "AbortError") return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return new RetryableError(networkCodes[code] ?? "network", `${what}: ${error.message || code}`, {
    cause: error,
  });
}
