import { open, realpath, stat, type FileHandle } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, sep } from "node:path";
import { pipeline } from "node:stream/promises";

import type { Library } from "../library/open-library.ts";
import { contentTypeOf } from "../library/media-type.ts";
import { commonHeaders, pictureHeaders } from "./response-headers.ts";

/** A picture of the folder: its path below it, and where it really lies. */
export interface FoundPicture {
  path: string;
  file: string;
}

/**
 * The picture of a path (`aww/1skbyfv/01.jpg`, percent-encoded); undefined when `library` has no such path, there is no
 * such file, or a symbolic link leads out of `folder`.
 */
export async function findPicture(
  folder: string,
  encodedPath: string,
  library: Pick<Library, "hasPicture">,
): Promise<FoundPicture | undefined> {
  const path = decoded(encodedPath);
  if (!library.hasPicture(path) || contentTypeOf(path) === undefined) return undefined;
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, path))]);
    return file.startsWith(root + sep) && (await stat(file)).isFile() ? { path, file } : undefined;
  } catch {
    return undefined;
  }
}

/** Answers a GET or HEAD for the picture `file`, also for a part of it; with 404 where there is none. */
export async function sendPicture(
  file: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (file === undefined) {
    response.writeHead(404, commonHeaders).end();
    return;
  }
  // Opened before anything else: a file that has just gone fails here, and no stream fails that nobody waits for.
  const handle = await open(file);
  try {
    await sendFile({ file, handle }, request, response);
  } finally {
    await handle.close();
  }
}

async function sendFile(
  { file, handle }: { file: string; handle: FileHandle },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { size } = await handle.stat();
  const range = byteRange(request.headers.range, size);
  const headers = {
    ...pictureHeaders,
    "content-type": contentTypeOf(file) ?? "application/octet-stream",
    "accept-ranges": "bytes",
    // A stored picture never changes: an edited post's other picture gets another name.
    "cache-control": "private, max-age=86400",
  };
  if (range.kind === "unsatisfiable") {
    response.writeHead(416, { ...commonHeaders, "content-range": `bytes */${size}` }).end();
    return;
  }
  const { start, end } = range.kind === "part" ? range : { start: 0, end: size - 1 };
  response.writeHead(range.kind === "part" ? 206 : 200, {
    ...headers,
    "content-length": Math.max(0, end - start + 1),
    ...(range.kind === "part" && { "content-range": `bytes ${start}-${end}/${size}` }),
  });
  if (request.method === "HEAD" || size === 0) {
    response.end();
    return;
  }
  await pipeline(handle.createReadStream({ start, end, autoClose: false }), response);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return "";
  }
}

/** The bytes of a file to send: all of it, a part of it from `start` to `end` inclusive, or none since there are none. */
export type ByteRange =
  | { kind: "whole" }
  | { kind: "part"; start: number; end: number }
  | { kind: "unsatisfiable" };

/**
 * What a Range header asks of a file of `sizeBytes`: one range, as video players send it. Several ranges, other units and
 * malformed headers mean the whole file (RFC 9110, section 14.2).
 */
export function byteRange(header: string | undefined, sizeBytes: number): ByteRange {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return { kind: "whole" };
  const start = first === "" ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (first !== "" && last !== "" && Number(last) < start) return { kind: "whole" };
  return start > end ? { kind: "unsatisfiable" } : { kind: "part", start, end };
}
