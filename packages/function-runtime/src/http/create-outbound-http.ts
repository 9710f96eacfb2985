import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Socket } from "node:net";

import { readBody, readText } from "./answer-body.ts";
import { ConfigError } from "../errors.ts";
import { exchange, type ExchangeLimits } from "./http-exchange.ts";
import { networkError } from "./network-error.ts";
import type { OutboundHttp } from "./outbound-http.ts";
import { publicOnly } from "./public-address.ts";

/** How requests leave: everything in milliseconds. */
export interface OutboundHttpOptions extends ExchangeLimits {
  proxy: {
    httpsProxy?: string | undefined;
    httpProxy?: string | undefined;
    noProxy?: string | undefined;
  };
  /** The longest that a reader waits for the next part of a body. */
  idleTimeoutMs: number;
  /** Replaces the connections, with TLS and proxy; tests hand in ones that lead to loopback. */
  connect?: (host: string) => Socket;
}

/** Milliseconds; chosen: a function that was frozen for longer finds its connections dead. */
const keepAliveMs = 4000;

/**
 * The way out to the internet: through the proxy that the environment names, else straight to public addresses only.
 * On Node's own client, because the SDK has loaded it already and any other one makes cold starts longer.
 * @throws {ConfigError} when a proxy is no http or https URL.
 */
export function createOutboundHttp(options: OutboundHttpOptions): OutboundHttp {
  const agents = createAgents(options);

  return async (request) => {
    const what = `${request.method ?? "GET"} ${request.url.host}`;
    try {
      const answer = await exchange(request, what, { ...options, agents });
      const body = readBody(answer, what, options.idleTimeoutMs);
      return {
        status: answer.statusCode ?? 0,
        headers: Object.fromEntries(
          Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
        ),
        body,
        text: (maxBytes) => readText(body, maxBytes, what),
        discard: async () => void answer.destroy(),
      };
    } catch (error) {
      throw networkError(what, error);
    }
  };
}

function createAgents({ proxy, connect }: OutboundHttpOptions) {
  const { httpsProxy = "", httpProxy = "", noProxy = "" } = proxy;
  for (const [name, value] of Object.entries({ HTTPS_PROXY: httpsProxy, HTTP_PROXY: httpProxy }))
    // Node would ignore a proxy that it does not understand.
    if (value !== "" && !/^https?:$/.test(URL.parse(value)?.protocol ?? ""))
      throw new ConfigError(`${name} must be a URL that begins with http:// or https://.`);
  const settings = {
    keepAlive: true,
    timeout: keepAliveMs,
    lookup: publicOnly(),
    proxyEnv: { HTTPS_PROXY: httpsProxy, HTTP_PROXY: httpProxy, NO_PROXY: noProxy },
  };
  const agents = { http: new HttpAgent(settings), https: new HttpsAgent(settings) };
  if (connect)
    for (const agent of [agents.http, agents.https])
      agent.createConnection = ({ host }: { host?: string | null }) => connect(host ?? "");
  return agents;
}
