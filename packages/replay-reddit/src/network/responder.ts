import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";

import type { Reply, ReplayHost, ReplayRequest } from "./answer.ts";
import type { createFaultPlan } from "./faults.ts";
import type { InterceptedRequest } from "./intercepting-proxy.ts";
import type { LoggedRequest } from "./request-log.ts";
import { writeReply } from "./write-reply.ts";

/** Hosts that answer equally fast. */
export interface Party {
  hosts: ReadonlyMap<string, ReplayHost>;
  latencyMs: number;
}

/** What a responder needs. */
export interface ResponderOptions {
  parties: readonly Party[];
  faults: ReturnType<typeof createFaultPlan>;
  log: (request: LoggedRequest) => void;
  now: () => number;
}

/** Gives the function that answers every request that reaches the proxy, and logs it when it comes. */
export function createResponder({ parties, faults, log, now }: ResponderOptions) {
  async function answer(request: ReplayRequest, logged: LoggedRequest): Promise<Reply> {
    const party = parties.find(({ hosts }) => hosts.has(request.url.hostname));
    const host = party?.hosts.get(request.url.hostname) ?? nobody;
    logged.unexpected = party === undefined;
    if (party && party.latencyMs > 0) await wait(party.latencyMs);
    const properly = async () => host(request);
    return (await faults.apply(request, properly)) ?? properly();
  }

  async function reply(
    message: IncomingMessage,
    request: Omit<ReplayRequest, "body">,
    logged: LoggedRequest,
  ): Promise<Reply> {
    const given = await answer({ ...request, body: await text(message) }, logged);
    if (typeof given === "object") logged.status = given.status;
    return given;
  }

  return ({ url, message, response }: InterceptedRequest): void => {
    const headers = Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
    );
    const method = message.method ?? "GET";
    const logged: LoggedRequest = {
      at: now(),
      host: url.hostname,
      path: url.pathname + url.search,
      method,
      headers,
      status: 0,
      unexpected: false,
    };
    log(logged);
    reply(message, { method, url, headers }, logged)
      .then((given) => writeReply(message, response, given))
      .catch((error: unknown) => {
        if (message.socket.destroyed) return;
        response.writeHead(500).end(`replay-reddit failed: ${String(error)}\n`);
      });
  };
}

/** Answers for every host that is not played. */
const nobody: ReplayHost = ({ url }) => ({
  status: 502,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body: `replay-reddit does not play ${url.hostname}, and nothing leaves this machine\n`,
});
