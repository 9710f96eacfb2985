import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { answerJson } from "./answer-json.ts";
import { refusalOfForeign } from "./foreign-request.ts";

/** Answers one request. What it throws becomes a 500 with the error's message. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A web server on 127.0.0.1, for programs of this machine: pages in a browser are turned away. */
export interface LoopbackServer {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** Who answers from now on; until then every request waits for nobody and gets 503. */
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

function fail(response: ServerResponse, error: unknown): void {
  // Half an answer must not look like a whole one.
  if (response.headersSent) return void response.destroy();
  const message = error instanceof Error ? error.message : String(error);
  response.writeHead(500, { "content-type": "application/json" }).end(JSON.stringify({ message }));
}
