import { pipeline, Readable, type Duplex } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

import { RetryableError } from "@reddit-crawler/function-runtime/errors";

const decoders: Readonly<Record<string, () => Duplex>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * `body` without its content coding, since some stores send one although none was accepted (RFC 9110, section 8.4).
 * Undefined when the coding is unknown. The bytes are decoded as they are read, so a small body cannot fill the memory.
 * @throws {RetryableError} `truncated` while reading, when the encoded body is damaged or incomplete.
 */
export function decodedBody(
  body: AsyncIterable<Uint8Array>,
  contentEncoding: string | undefined,
): AsyncIterable<Uint8Array> | undefined {
  const coding = contentEncoding?.trim().toLowerCase() ?? "";
  if (coding === "" || coding === "identity") return body;
  const decoder = decoders[coding];
  return decoder && decode(body, decoder());
}

async function* decode(body: AsyncIterable<Uint8Array>, decoder: Duplex) {
  // The callback has nothing to add: pipeline destroys the decoder with the error, and reading it throws that error.
  pipeline(Readable.from(body, { objectMode: false }), decoder, () => {});
  try {
    yield* decoder as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (isDecoderError(error))
      throw new RetryableError("truncated", `the encoded body is damaged: ${error.message}`, {
        cause: error,
      });
    throw error;
  }
}

/** zlib's codes (`Z_…`), and those of Brotli, which Node spells `ERR__…`. */
function isDecoderError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && /^(?:Z_|ERR__)/.test(String(error.code));
}
