import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

import { errorMessage } from "@reddit-crawler/function-runtime/errors";

import { answerJson } from "./aws-error.ts";

/** Answers one request. What it throws becomes a 500 with the error's message. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A web server on 127.0.0.1, for programs of this machine: pages in a browser are refused. */
export interface LoopbackServer {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** Sets who answers from now on; until then every request gets 503. */
  handle: (handler: Handler) => void;
  /** Stops listening and cuts every connection. */
  stop: () => Promise<void>;
}

/** Listens on `port` of 127.0.0.1, or on a free one. @throws {Error} `EADDRINUSE` when the port is taken. */
export async function startLoopbackServer(port = 0): Promise<LoopbackServer> {
  let current: Handler = async (_request, response) => void response.writeHead(503).end();
  const server = createServer((request, response) => {
    const refusal = refusalOfForeign(request.headers, request.socket.localPort ?? 0);
    if (refusal !== undefined) return answerJson(response, 403, { message: refusal });
    current(request, response).catch((error: unknown) => fail(response, error));
  });
  // A connection stays open for as long as its client keeps it: one that ends as the next request leaves fails that request.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", () => resolve());
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has this address
  const address = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${address.port}`,
    handle: (handler) => {
      current = handler;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Why a request to a server on 127.0.0.1 is refused with 403, or undefined when it may come in. No page in a browser
 * has business here: a name that was pointed at 127.0.0.1 fails by its Host (DNS rebinding), a script or form by its
 * Origin, anything else that another site makes a browser load by Sec-Fetch-Site (https://www.w3.org/TR/fetch-metadata/).
 */
export function refusalOfForeign(headers: IncomingHttpHeaders, port: number): string | undefined {
  const { host, origin, "sec-fetch-site": site } = headers;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`)
    return `This server answers for http://127.0.0.1:${port} only.`;
  const isFromPage = origin !== undefined || (site !== undefined && site !== "none");
  return isFromPage ? "Web pages may not use this server." : undefined;
}

/** A request's whole body; undefined when it has more than `maxBytes`, of which no more is kept. */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  // Read to its end in any case: an answer before that breaks the connection, which clients reuse.
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= maxBytes) parts.push(part);
    else parts.length = 0;
  }
  return bytes <= maxBytes ? Buffer.concat(parts) : undefined;
}

function fail(response: ServerResponse, error: unknown): void {
  // A client must not take half an answer for a whole one.
  if (response.headersSent) return void response.destroy();
  answerJson(response, 500, { message: errorMessage(error) });
}
