import { createHash } from "node:crypto";
import { open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { AwsError, refuseXml } from "./aws-error.ts";
import { readBody, type Handler } from "./loopback-server.ts";
import { preconditionFailed } from "./object-writes.ts";

/** Objects that several stacks of this machine share, whatever their buckets. */
export interface SharedObjectOptions {
  /** The folder of the file of a key; none of an object that is not shared. */
  folderOf: (key: string) => string | undefined;
}

/** Some KB: what is shared is state, and no pictures. */
const longestBytes = 65_536;
/** Milliseconds: a write takes a few, so that an older lock was left by a killed process. */
const longestLockMs = 5000;

/** Whether a request is for a shared object, and who answers it. */
export interface SharedObjects {
  concerns: (request: IncomingMessage) => boolean;
  answer: Handler;
}

/**
 * GET and PUT of shared objects as S3 answers them, with `If-Match` and `If-None-Match: *`: a write is compared with what
 * any stack of this machine wrote last. They are not among the objects that a bucket lists.
 */
export function createSharedObjects({ folderOf }: SharedObjectOptions): SharedObjects {
  const answer: Handler = async (request, response) => {
    const key = keyOf(request) ?? "";
    const file = join(folderOf(key) ?? "", key.replaceAll("/", "-"));
    try {
      if (request.method === "GET") {
        const found = await read(file);
        if (!found) throw new AwsError(404, "NoSuchKey", "The specified key does not exist.");
        response.writeHead(200, { "content-type": "application/json", etag: etagOf(found) });
        response.end(found);
        return;
      }
      if (request.method !== "PUT")
        throw new AwsError(501, "NotImplemented", "A shared object takes GET and PUT only");
      const body = await readBody(request, longestBytes);
      if (!body)
        throw new AwsError(
          400,
          "EntityTooLarge",
          `A shared object has ${longestBytes} bytes at most`,
        );
      await withLock(`${file}.lock`, async () => {
        const found = await read(file);
        const { "if-none-match": ifNoneMatch, "if-match": ifMatch } = request.headers;
        if (ifNoneMatch !== undefined && found) throw preconditionFailed("If-None-Match");
        if (ifMatch !== undefined && !found)
          throw new AwsError(404, "NoSuchKey", "The specified key does not exist.");
        if (ifMatch !== undefined && found && ifMatch !== etagOf(found))
          throw preconditionFailed("If-Match");
        await writeFile(`${file}.part`, body);
        await rename(`${file}.part`, file);
      });
      response.writeHead(200, { etag: etagOf(body) }).end();
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      refuseXml(response, error);
    }
  };
  return { concerns: (request) => folderOf(keyOf(request) ?? "") !== undefined, answer };
}

function keyOf({ url = "/" }: IncomingMessage): string | undefined {
  const [, key] = /^\/[^/]+\/([^?]+)/.exec(url) ?? [];
  return key === undefined ? undefined : decodeURIComponent(key);
}

function etagOf(bytes: Uint8Array): string {
  return `"${createHash("md5").update(bytes).digest("hex")}"`;
}

async function read(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}

/** Runs `work` while no other process of this machine does with the same lock. */
async function withLock(lock: string, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await (await open(lock, "wx")).close();
      break;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      const made = await stat(lock).catch(() => undefined);
      // Also one of the future: a clock was set.
      if (made && Math.abs(Date.now() - made.mtimeMs) > longestLockMs)
        await rm(lock, { force: true });
      await sleep(5 + Math.random() * 20);
    }
  }
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}
