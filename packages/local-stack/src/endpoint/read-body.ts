import type { IncomingMessage } from "node:http";

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
