import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";

import type { CertificateAuthority } from "./certificate-authority.ts";

/** A request as its client sent it, with the address it was meant for. */
export interface InterceptedRequest {
  url: URL;
  message: IncomingMessage;
  response: ServerResponse;
}

/** A running proxy. */
export interface InterceptingProxy {
  port: number;
  /** Ends every connection and gives up the port. */
  stop(): Promise<void>;
}

/**
 * An HTTP proxy on 127.0.0.1 that is the other end of every connection: nothing is passed on. It takes CONNECT
 * tunnels (RFC 9110, 9.3.6), with TLS inside when they lead to a port other than 80, and absolute-form requests
 * (RFC 9112, 3.2.2). Written on node:http because the intercepting proxies of the registry listen on every interface.
 */
export async function startInterceptingProxy(
  authority: CertificateAuthority,
  port: number,
  handle: (request: InterceptedRequest) => void,
): Promise<InterceptingProxy> {
  const sockets = new Set<Duplex>();
  const tunnels = new WeakMap<Duplex, string>();
  const proxy = createServer({ keepAliveTimeout: 60_000 }, (message, response) => {
    const address = `${tunnels.get(message.socket) ?? ""}${message.url}`;
    if (!URL.canParse(address)) {
      response.writeHead(400).end("replay-reddit is a proxy: ask it for absolute URLs\n");
      return;
    }
    handle({ url: new URL(address), message, response });
  });

  async function openTunnel(target: string, socket: Socket, head: Buffer) {
    const { hostname, port: targetPort } = new URL(`tunnel://${target}`);
    const plain = targetPort === "80";
    const context = plain ? undefined : await authority.secureContextFor(unbracketed(hostname));
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    socket.unshift(head);
    const connection = context
      ? new TLSSocket(socket, { isServer: true, secureContext: context })
      : socket;
    const defaultPort = plain ? "80" : "443";
    const portPart = targetPort === "" || targetPort === defaultPort ? "" : `:${targetPort}`;
    tunnels.set(connection, `${plain ? "http" : "https"}://${hostname}${portPart}`);
    proxy.emit("connection", connection);
  }

  proxy.on("connection", (socket: Socket) => {
    sockets.add(socket);
    // A client may go away at any time; what it still waited for goes with it.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  });
  proxy.on("connect", (message: IncomingMessage, socket: Socket, head: Buffer) => {
    openTunnel(message.url ?? "", socket, head).catch((error: unknown) => {
      socket.end(`HTTP/1.1 400 Bad Request\r\n\r\n${String(error)}\n`);
    });
  });

  await new Promise<void>((resolve, reject) => {
    proxy.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  const address = proxy.address();
  if (typeof address !== "object" || address === null) throw new Error("no port to listen on");
  return {
    port: address.port,
    stop: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** An IPv6 host without the brackets that it has in a URL. */
function unbracketed(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}
