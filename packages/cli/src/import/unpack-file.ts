import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { pipeline, type Readable } from "node:stream";
import { constants, createGunzip, createZstdDecompress } from "node:zlib";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";

/** How a file is packed, by its first bytes. */
type Packing = "none" | "gzip" | "zstd";

/** The windows of the monthly dumps have 2 GiB; without this, Node takes 128 MiB at most. */
const zstdOptions = { params: { [constants.ZSTD_d_windowLogMax]: 31 } };

/** First bytes of files that hold no lines, or not without another program. */
const otherPackings: readonly (readonly [RegExp, string])[] = [
  [/^504b0304/, "a zip file"],
  [/^fd377a585a00/, "packed with xz"],
  [/^425a68/, "packed with bzip2"],
  [/^377abcaf271c/, "packed with 7-Zip"],
];

/**
 * The bytes of the file at `path`, unpacked: gzip, and zstd in any number of frames and with any window. Others are given as
 * they are. Reading stops when nobody asks on.
 * @throws {CommandError} when it is not there, empty, packed in another way, damaged or cut off.
 */
export async function* unpackFile(path: string): AsyncGenerator<Buffer> {
  const { packing, size } = await packingOf(path);
  try {
    if (packing === "none") yield* chunksOf(createReadStream(path));
    else if (packing === "gzip") yield* through(path, 0, createGunzip());
    else {
      // A decoder ends with its frame, and knows how many bytes that took. Others follow in the file.
      for (let at = 0; at < size;) {
        const decoder = createZstdDecompress(zstdOptions);
        yield* through(path, at, decoder);
        if (decoder.bytesWritten === 0) throw new Error("an empty frame");
        at += decoder.bytesWritten;
      }
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (packing === "none" || error instanceof CommandError || !/^Z(?:STD)?_/.test(code))
      throw error;
    throw new CommandError(
      `${path} is cut off or damaged (${code}): fetch it again. Nothing was crawled.`,
      { cause: error },
    );
  }
}

/** What `decoder` makes of the file from the byte `at`. */
async function* through(
  path: string,
  at: number,
  decoder: ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>,
): AsyncGenerator<Buffer> {
  const source = createReadStream(path, { start: at });
  // The reader of the decoder gets its errors, and those of the source.
  pipeline(source, decoder, () => {});
  try {
    yield* chunksOf(decoder);
  } finally {
    source.destroy();
    decoder.destroy();
  }
}

async function* chunksOf(stream: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
}

async function packingOf(path: string): Promise<{ packing: Packing; size: number }> {
  const found = await stat(path).catch((error: unknown) => {
    throw new CommandError(`${path} cannot be read: check the path behind --from.`, {
      cause: error,
    });
  });
  if (found.isDirectory())
    throw new CommandError(`${path} is a folder: name one file behind --from.`);
  if (found.isFile() && found.size === 0)
    throw new CommandError(`${path} is empty: fetch it again.`);
  if (!found.isFile())
    throw new CommandError(`${path} is no file: write what it gives into one first.`);
  if (path.endsWith(".zst_blocks"))
    throw new CommandError(
      `${path} has a form of its own: turn it into .jsonl first, by the scripts at https://github.com/ArthurHeitmann/zst_blocks_format.`,
    );
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(6), 0, 6, 0);
    const start = buffer.toString("hex", 0, bytesRead);
    const other = otherPackings.find(([begin]) => begin.test(start));
    if (other)
      throw new CommandError(
        `${path} is ${other[1]}: unpack it first. --from takes .jsonl, .ndjson, .gz and .zst.`,
      );
    if (start.startsWith("1f8b")) return { packing: "gzip", size: found.size };
    // A frame, or one that is to be skipped (RFC 8878, section 3.1).
    const isZstd = /^28b52ffd|^5.2a4d18/.test(start);
    return { packing: isZstd ? "zstd" : "none", size: found.size };
  } finally {
    await file.close();
  }
}
