import type { IncomingMessage } from "node:http";

import { RetryableError } from "../errors.ts";
import { networkError } from "./network-error.ts";

/** The body of `answer` as it arrives. @throws {RetryableError} when it breaks off, or a part takes too long. */
export async function* readBody(answer: IncomingMessage, what: string, idleTimeoutMs: number) {
  const stall = () =>
    answer.destroy(new RetryableError("body-stalled", `${what}: nothing in ${idleTimeoutMs} ms`));
  let timer = setTimeout(stall, idleTimeoutMs);
  try {
    for await (const chunk of answer as AsyncIterable<Uint8Array>) {
      // What the reader does with a part is not the host's time.
      clearTimeout(timer);
      yield chunk;
      timer = setTimeout(stall, idleTimeoutMs);
    }
  } catch (error) {
    throw networkError(what, error);
  } finally {
    clearTimeout(timer);
  }
}

/** A body as UTF-8 text. @throws {RetryableError} `answer-too-long` when it has more than `maxBytes`. */
export async function readText(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
  what: string,
): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes)
      throw new RetryableError(
        "answer-too-long",
        `${what}: the answer has more than ${maxBytes} bytes`,
      );
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString("utf8");
}
