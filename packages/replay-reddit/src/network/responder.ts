import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";

import type { Answer, Reply, ReplayHost, ReplayRequest } from "./answer.ts";
import type { createFaultPlan } from "./faults.ts";
import type { InterceptedRequest } from "./intercepting-proxy.ts";

/** One request that the replay got. */
export interface LoggedRequest {
  /** When it came, in milliseconds of the replay's clock. */
  at: number;
  host: string;
  /** With the query. */
  path: string;
  method: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  /** What it was answered; 0 when it got no answer (yet). */
  status: number;
  /** When its answer was ready, by the same clock; `Infinity` without one. */
  answeredAt: number;
  /** Whether it was for a host that the replay does not play. */
  unexpected: boolean;
}

/** Hosts that answer equally fast. */
interface Party {
  hosts: ReadonlyMap<string, ReplayHost>;
  latencyMs: number;
}

interface ResponderOptions {
  parties: readonly Party[];
  faults: ReturnType<typeof createFaultPlan>;
  log: (request: LoggedRequest) => void;
  now: () => number;
}

/** The function that answers every request that reaches the proxy, and logs it when it comes. */
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
    if (typeof given === "object") {
      logged.status = given.status;
      logged.answeredAt = now();
    }
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
      answeredAt: Infinity,
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

/** Sends a reply, or does not where the reply is that there is none. */
function writeReply(message: IncomingMessage, response: ServerResponse, reply: Reply): void {
  if (reply === "never") return;
  if (reply === "reset") {
    message.socket.destroy();
    return;
  }
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, { ...reply.headers, "content-length": body.byteLength });
  if (reply.bodyFault) writeHalf(message, response, body, reply.bodyFault);
  else response.end(body);
}

function writeHalf(
  message: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  fault: NonNullable<Answer["bodyFault"]>,
): void {
  response.write(body.subarray(0, body.byteLength >> 1), () => {
    if (fault === "truncate") message.socket.destroySoon();
  });
}
