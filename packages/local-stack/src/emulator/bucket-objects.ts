import { link } from "node:fs/promises";

import { bytesOf, type AllObjects } from "./object-bytes.ts";
import type { FastifyServer } from "./loopback-fauxqs.ts";

/** One bucket's objects for this process. Prefixes end in a slash. */
export interface BucketObjects {
  /** The keys of the objects right below `prefix`. */
  keys(prefix: string): Promise<string[]>;
  /** The next level of prefixes below `prefix`, each with its slash. */
  prefixes(prefix: string): Promise<string[]>;
  /** An object's bytes; undefined when there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /**
   * Gives an object's bytes the further name `file`, a new one, without a copy. They stay as they are, also when S3
   * replaces the object. False where there is no such object, it is short and in memory, or the disk cannot.
   */
  linkTo(key: string, file: string): Promise<boolean>;
  /** @throws {Error} when S3 refused. */
  put(key: string, body: string): Promise<void>;
  /** Calls `listener` with the key of each object once it is stored, until the function that it returns is called. */
  onStored(listener: (key: string) => void): () => void;
}

/**
 * No such object, another disk, or too many links of one file. The others are what file systems without hard links answer,
 * exFAT on Windows with EISDIR. Where one means something worse, the copy fails of it, too, and says so.
 */
const cannotLink: ReadonlySet<unknown> = new Set([
  "ENOENT",
  "EXDEV",
  "EMLINK",
  "EPERM",
  "EACCES",
  "EINVAL",
  "EISDIR",
  "ENOSYS",
  "ENOTSUP",
  "EOPNOTSUPP",
]);

/** The objects of `bucket` among `all`. They are read where they lie, for a hundredth of what a request takes. */
export function bucketObjects(
  all: AllObjects,
  bucket: string,
  fastify: Pick<FastifyServer, "inject">,
): BucketObjects {
  const bytes = (key: string) => all.bucket(bucket)?.get(key);
  return {
    keys: async (prefix) => all.bucket(bucket)?.keys(prefix) ?? [],
    prefixes: async (prefix) => all.bucket(bucket)?.prefixes(prefix) ?? [],
    get: async (key) => {
      const found = bytes(key);
      return found && unlessMissing(() => bytesOf(found));
    },
    linkTo: async (key, file) => {
      const found = bytes(key);
      if (found === undefined || Buffer.isBuffer(found)) return false;
      try {
        await link(found.file, file);
        return true;
      } catch (error) {
        if (error instanceof Error && "code" in error && cannotLink.has(error.code)) return false;
        throw error;
      }
    },
    put: async (key, body) => {
      const { statusCode, rawPayload } = await fastify.inject({
        method: "PUT",
        url: `/${bucket}/${key}`,
        headers: { "content-type": "application/json" },
        payload: Buffer.from(body),
      });
      if (statusCode !== 200)
        throw new Error(`S3 did not store ${key}: ${statusCode} ${rawPayload.toString()}`);
    },
    onStored: (listener) =>
      all.onStored((name, key) => {
        if (name === bucket) listener(key);
      }),
  };
}

/** Undefined where somebody has removed the file. */
function unlessMissing<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
