import { addAbortListener } from "node:events";
import { request as requestHttp, type Agent, type IncomingMessage } from "node:http";
import { request as requestHttps, type Agent as HttpsAgent } from "node:https";

import { RetryableError } from "./errors.ts";
import type { OutboundHttpOptions, OutboundRequest } from "./outbound-http.ts";

/** How a request leaves, and how long each step may take, in milliseconds. */
export interface ExchangeOptions extends Pick<
  OutboundHttpOptions,
  "userAgent" | "connectTimeoutMs" | "headersTimeoutMs"
> {
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
  const giveUpAfter = (ms: number, code: string, missing: string) =>
    setTimeout(() => fail(new RetryableError(code, `${what}: no ${missing} in ${ms} ms`)), ms);
  // Before the request, whose own limit for a proxy is the same and shall not be the first.
  let timer = giveUpAfter(connectTimeoutMs, "connect-timeout", "connection");

  const [send, agent] =
    url.protocol === "http:" ? [requestHttp, agents.http] : [requestHttps, agents.https];
  const request = send(url, {
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
  let answer: IncomingMessage | undefined;
  const fail = (reason: Error) => {
    // A request that waits for its proxy reports nothing before the proxy does.
    reject(reason);
    (answer ?? request).destroy(reason);
  };
  const connected = () => {
    clearTimeout(timer);
    if (!request.destroyed) timer = giveUpAfter(headersTimeoutMs, "answer-timeout", "answer");
  };

  request.on("error", reject);
  request.once("socket", (socket) => {
    if (socket.connecting)
      socket.once("encrypted" in socket ? "secureConnect" : "connect", connected);
    else connected();
  });
  request.once("response", (response) => {
    answer = response;
    // Heard by whoever reads the body; one that nobody reads must not end the process.
    response.on("error", () => {});
    resolve(response);
  });
  if (signal) {
    const aborted = addAbortListener(signal, () => fail(signal.reason));
    request.once("close", () => aborted[Symbol.dispose]());
  }
  request.end(body);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}
