import {
  Agent,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { pipeline } from "node:stream/promises";

import { endToEndHeaders } from "./end-to-end-headers.ts";

/** The server behind the endpoint. */
export interface Upstream {
  /** Sends `request` on, with `body` where it was read already, else with its own as it arrives. */
  send: (request: IncomingMessage, body?: Buffer) => Promise<IncomingMessage>;
  /** Sends `request` on and its answer back, both as they arrive. */
  forward: (request: IncomingMessage, response: ServerResponse, body?: Buffer) => Promise<void>;
  /** The ETag of the object at `path`; undefined when there is none. */
  etag: (path: string) => Promise<string | undefined>;
  stop: () => void;
}

/** The server at `port` of this machine. */
export function createUpstream(port: number): Upstream {
  const agent = new Agent({ keepAlive: true });
  const open = (
    method: string,
    path: string,
    headers: Record<string, string | string[] | undefined>,
  ) => {
    const outgoing = httpRequest({ host: "127.0.0.1", port, agent, method, path, headers });
    const answer = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once("response", resolve).once("error", reject);
    });
    return { outgoing, answer };
  };

  const send: Upstream["send"] = async (request, body) => {
    const headers = endToEndHeaders(request.headers);
    if (body) headers["content-length"] = String(body.length);
    const { outgoing, answer } = open(request.method ?? "GET", request.url ?? "/", headers);
    if (body) outgoing.end(body);
    else pipeline(request, outgoing).catch((error: unknown) => outgoing.destroy(asError(error)));
    return answer;
  };

  return {
    send,
    forward: async (request, response, body) => {
      const answer = await send(request, body);
      response.writeHead(answer.statusCode ?? 502, endToEndHeaders(answer.headers));
      await pipeline(answer, response);
    },
    etag: async (path) => {
      const { outgoing, answer } = open("HEAD", path, {});
      outgoing.end();
      const { statusCode, headers } = (await answer).resume();
      return statusCode === 200 ? headers.etag : undefined;
    },
    stop: () => agent.destroy(),
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
