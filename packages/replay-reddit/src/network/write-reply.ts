import type { IncomingMessage, ServerResponse } from "node:http";

import type { Answer, Reply } from "./answer.ts";

/** Sends a reply, or does not where the reply is that there is none. */
export function writeReply(message: IncomingMessage, response: ServerResponse, reply: Reply): void {
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
