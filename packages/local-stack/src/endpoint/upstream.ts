import { once } from "node:events";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";

import type { FastifyServer } from "../emulator/loopback-fauxqs.ts";

/** What the server behind the endpoint answers. */
interface UpstreamAnswer {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
}

/** The server behind the endpoint, reached without a connection: it runs in this process. */
export interface Upstream {
  /** Lets the server answer `request` itself. Resolves when the answer is sent or its connection is gone. */
  forward: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Asks the server what `request` asks, with `body` in place of the one that was read already. */
  ask: (request: IncomingMessage, body: Buffer) => Promise<UpstreamAnswer>;
  /** The ETag of the object at `path`; undefined when there is none. */
  etag: (path: string) => Promise<string | undefined>;
}

/** The web server `fastify`. */
export function createUpstream(fastify: FastifyServer): Upstream {
  return {
    forward: async (request, response) => {
      fastify.server.emit("request", request, response);
      if (!response.closed) await once(response, "close");
    },
    ask: async ({ method = "GET", url = "/", headers }, body) => {
      const { statusCode, rawPayload, ...answer } = await fastify.inject({
        method,
        url,
        headers: { ...endToEndHeaders(headers), "content-length": String(body.length) },
        payload: body,
      });
      return { status: statusCode, headers: answer.headers, body: rawPayload };
    },
    etag: async (path) => {
      const { statusCode, headers } = await fastify.inject({ method: "HEAD", url: path });
      return statusCode === 200 ? String(headers["etag"]) : undefined;
    },
  };
}

/** Headers that hold for one connection only (RFC 9110, section 7.6.1), and Expect, which the reader of the body answers. */
const ownHeaders = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "te",
  "expect",
]);

/** The headers that a proxy passes on. */
export function endToEndHeaders(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ownHeaders.has(name)));
}
