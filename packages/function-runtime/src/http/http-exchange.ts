import { addAbortListener } from "node:events";
import {
  request as requestHttp,
  type Agent,
  type ClientRequest,
  type IncomingMessage,
} from "node:http";
import { request as requestHttps, type Agent as HttpsAgent } from "node:https";
import { urlToHttpOptions } from "node:url";

import { RetryableError } from "../errors.ts";
import type { FailureCode } from "../failure-codes.ts";
import type { OutboundRequest } from "./outbound-http.ts";

/** Who asks, and how long each step of it may take, in milliseconds. */
export interface ExchangeLimits {
  /** Sent with every request, truthfully (Reddit: `<platform>:<app>:<version> (by /u/<name>)`). */
  userAgent: string;
  connectTimeoutMs: number;
  /** From the connection to the first byte of the answer. */
  headersTimeoutMs: number;
}

/** How a request leaves. */
export interface ExchangeOptions extends ExchangeLimits {
  agents: { http: Agent; https: HttpsAgent };
}

/** Sends a request and waits until its answer begins. `what` is its method and host, for errors. */
export async function exchange(
  { url, method = "GET", headers, body, signal }: OutboundRequest,
  what: string,
  { agents, userAgent, connectTimeoutMs, headersTimeoutMs }: ExchangeOptions,
): Promise<IncomingMessage> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  let request: ClientRequest | undefined;
  let answer: IncomingMessage | undefined;
  const fail = (reason: Error) => {
    // A request that waits for its proxy reports nothing before the proxy does.
    reject(reason);
    (answer ?? request)?.destroy(reason);
  };
  const giveUpAfter = (ms: number, code: FailureCode, missing: string) =>
    setTimeout(() => fail(new RetryableError(code, `${what}: no ${missing} in ${ms} ms`)), ms);
  // Before the request, whose own limit for a proxy is the same and shall not be the first.
  let timer = giveUpAfter(connectTimeoutMs, "connect-timeout", "connection");

  try {
    const [send, agent] =
      url.protocol === "http:" ? [requestHttp, agents.http] : [requestHttps, agents.https];
    // Throws at once for a header that HTTP cannot carry.
    const sent = send({
      ...urlToHttpOptions(url),
      agent,
      method,
      // A URL's user name and password are not sent.
      auth: null,
      headers: {
        "user-agent": userAgent,
        accept: "*/*",
        "accept-encoding": "identity",
        ...headers,
      },
      timeout: connectTimeoutMs,
    });
    request = sent;
    const connected = () => {
      clearTimeout(timer);
      if (!sent.destroyed) timer = giveUpAfter(headersTimeoutMs, "answer-timeout", "answer");
    };
    sent.on("error", reject);
    sent.once("socket", (socket) => {
      if (socket.connecting)
        socket.once("encrypted" in socket ? "secureConnect" : "connect", connected);
      else connected();
    });
    sent.once("response", (response) => {
      answer = response;
      // The body's reader gets it too; an error of a body that nobody reads must not end the process.
      response.on("error", () => {});
      resolve(response);
    });
    if (signal) {
      const aborted = addAbortListener(signal, () => fail(signal.reason));
      sent.once("close", () => aborted[Symbol.dispose]());
    }
    sent.end(body);
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}
