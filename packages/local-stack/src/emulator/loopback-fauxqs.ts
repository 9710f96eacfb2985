import { channel } from "node:diagnostics_channel";
import type { IncomingMessage, OutgoingHttpHeaders, Server } from "node:http";

import { startFauxqs, type FauxqsServer } from "fauxqs";

import { objectBytes, type AllObjects } from "./object-bytes.ts";

/** The part of Fastify's server that this package uses. */
export interface FastifyServer {
  server: Server;
  listen: (options: object) => Promise<string>;
  /** Checks each request before it is answered (https://fastify.dev/docs/latest/Reference/Hooks/#onrequest). */
  addHook: (
    name: "onRequest",
    hook: (
      request: { raw: IncomingMessage },
      reply: { code: (status: number) => { send: (body: object) => unknown } },
      done: () => void,
    ) => void,
  ) => unknown;
  /** Answers a request without a connection (https://fastify.dev/docs/latest/Reference/Server/#inject). */
  inject: (request: {
    method: string;
    url: string;
    headers?: OutgoingHttpHeaders;
    payload?: Buffer;
    signal?: AbortSignal;
  }) => Promise<{ statusCode: number; headers: OutgoingHttpHeaders; rawPayload: Buffer }>;
}

/** fauxqs, and the web server that it is. */
export interface LoopbackFauxqs {
  fauxqs: FauxqsServer;
  fastify: FastifyServer;
}

/**
 * SNS, SQS and S3 in this process. S3's longer objects are files in `s3Folder`, which has to be there.
 * fauxqs listens on every address of the machine. This changes its host to 127.0.0.1 where Fastify announces the server
 * it made (https://fastify.dev/docs/latest/Reference/Hooks/#diagnostics-channel-hooks).
 * Its port knows no credentials, so it answers nobody: this process calls `fastify`, all others the stack's endpoint.
 * @throws {Error} when the server listens anywhere else.
 */
export async function startLoopbackFauxqs(options: {
  region: string;
  s3Folder: string;
}): Promise<LoopbackFauxqs & { objects: AllObjects }> {
  const made = channel("fastify.initialization");
  let found: FastifyServer | undefined;
  const keepLocal = (message: unknown) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the channel's documented message
    const { fastify } = message as { fastify: FastifyServer };
    found = fastify;
    fastify.addHook("onRequest", (request, reply, done) => {
      const address = fastify.server.address();
      if (typeof address === "object" && request.raw.socket.localPort === address?.port)
        void reply.code(403).send({ message: "Only the stack itself may ask, without a port." });
      else done();
    });
    const listen = fastify.listen.bind(fastify);
    fastify.listen = (options) => listen({ ...options, host: "127.0.0.1" });
  };

  const objects = objectBytes(options.s3Folder);
  made.subscribe(keepLocal);
  try {
    const fauxqs = await startFauxqs({
      port: 0,
      logger: false,
      defaultRegion: options.region,
      s3Persistence: objects.persistence,
    });
    const address = found?.server.address();
    if (found && typeof address === "object" && address?.address === "127.0.0.1")
      return { fauxqs, fastify: found, objects };
    await fauxqs.stop();
    throw new Error("fauxqs listens to other machines; its version does not fit this package");
  } finally {
    made.unsubscribe(keepLocal);
  }
}
