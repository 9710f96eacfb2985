import { readdirSync, readFileSync } from "node:fs";
import { link } from "node:fs/promises";
import { join } from "node:path";

import type { FastifyServer } from "./loopback-fauxqs.ts";

/** One bucket's objects for this process. Prefixes end in a slash; keys hold no character that a file's name may not. */
export interface BucketObjects {
  /** The keys of the objects right below `prefix`. */
  keys(prefix: string): Promise<string[]>;
  /** The next level of prefixes below `prefix`, each with its slash. */
  prefixes(prefix: string): Promise<string[]>;
  /** An object's bytes; undefined when there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /**
   * Gives an object's bytes the further name `file`, a new one, without a copy. They stay as they are as long as S3
   * does not replace the object. False where there is no such object, or the disk cannot.
   */
  linkTo(key: string, file: string): Promise<boolean>;
  /** @throws {Error} when S3 refused. */
  put(key: string, body: string): Promise<void>;
}

/** No such object, another disk, a file system without hard links, or too many links of one file. */
const cannotLink: ReadonlySet<unknown> = new Set([
  "ENOENT",
  "EXDEV",
  "EPERM",
  "ENOSYS",
  "ENOTSUP",
  "EOPNOTSUPP",
  "EMLINK",
]);

/** What fauxqs 2.4.1 appends to a key for the file that holds the object's bytes. */
const bytesEnding = ".data";

/**
 * The objects of `bucket` in the S3 that keeps its files below `s3Folder`. They are read where they lie, for a hundredth
 * of what a request takes, and in one go: fauxqs writes them in this thread, so that none is ever seen half.
 */
export function bucketObjects(
  s3Folder: string,
  bucket: string,
  fastify: Pick<FastifyServer, "inject">,
): BucketObjects {
  const objectsFolder = join(s3Folder, "buckets", bucket, "objects");
  const below = (prefix: string) =>
    unlessMissing(() => readdirSync(join(objectsFolder, prefix), { withFileTypes: true })) ?? [];
  return {
    keys: async (prefix) =>
      below(prefix)
        .filter((entry) => entry.isFile() && entry.name.endsWith(bytesEnding))
        .map(({ name }) => prefix + name.slice(0, -bytesEnding.length)),
    prefixes: async (prefix) =>
      below(prefix)
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `${prefix}${name}/`),
    get: async (key) => unlessMissing(() => readFileSync(join(objectsFolder, key + bytesEnding))),
    linkTo: async (key, file) => {
      try {
        await link(join(objectsFolder, key + bytesEnding), file);
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
  };
}

function unlessMissing<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
