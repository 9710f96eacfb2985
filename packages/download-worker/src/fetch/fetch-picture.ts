import { createHash } from "node:crypto";

import { RetryableError } from "@reddit-crawler/function-runtime/errors";

import { decodedBody } from "../bytes/decoded-body.ts";
import { noPicture, spare, type NoPicture } from "../bytes/no-picture.ts";
import { peekBody } from "../bytes/peeked-body.ts";
import { watchEnd } from "@reddit-crawler/function-runtime/pictures/picture-end";
import type { PictureUpload } from "../store/picture-store.ts";
import {
  headBytes,
  isStill,
  isText,
  pictureType,
  type PictureType,
} from "@reddit-crawler/function-runtime/pictures/picture-type";
import type { WorkerWorld } from "../world.ts";
import { throwIfBusy } from "./busy-host.ts";
import { requestPicture, type PictureAnswer } from "./request-picture.ts";

/** A whole picture, checked; `upload` holds its bytes and waits to be completed. */
export interface FetchedPicture {
  kind: "fetched";
  type: PictureType;
  bytes: number;
  /** Hex. */
  sha256: string;
  /** What is wrong with it. */
  fault?: string;
  upload: PictureUpload;
}

/** What is asked of a picture beyond being one. */
export interface PictureTerms {
  /** It has to move. */
  animation?: boolean | undefined;
  /** A fault is no hindrance: no other candidate gives a picture. */
  takesSpare?: boolean;
  /** An earlier attempt has given the host time to send the rest. */
  isFurtherAttempt?: boolean;
}

/**
 * Downloads `url` into the upload that `open` gives for its type, and checks it to the last byte. The upload is aborted
 * unless the whole body proves to be a picture on these `terms`; it is never completed here.
 * @throws {RetryableError} when the host or the network failed, or the body is not whole; {ThrottledError} when the
 * host asks to wait.
 */
export async function fetchPicture(
  url: URL,
  open: (type: PictureType) => PictureUpload,
  world: WorkerWorld,
  signal: AbortSignal,
  terms: PictureTerms = {},
): Promise<FetchedPicture | NoPicture> {
  const answer = await requestPicture(url, world, signal);
  if (answer.kind === "no-picture") return answer;
  try {
    return await receivePicture(answer, open, world, terms);
  } finally {
    await answer.response.discard();
  }
}

async function receivePicture(
  { finalUrl, response }: PictureAnswer,
  open: (type: PictureType) => PictureUpload,
  { hosts, maxPictureBytes }: WorkerWorld,
  { animation = false, takesSpare = false, isFurtherAttempt = false }: PictureTerms,
): Promise<FetchedPicture | NoPicture> {
  const { headers } = response;
  if (!isWholeRange(response.status, headers["content-range"]))
    throw new RetryableError("truncated", "the host sent a part of the picture");
  const decoded = decodedBody(response.body, headers["content-encoding"]);
  if (!decoded) return noPicture("refused", "unsupported-encoding");
  const declaredBytes = declaredLength(headers);
  if (declaredBytes !== undefined && declaredBytes > maxPictureBytes)
    return noPicture("too-large", "declared-too-large");

  const body = await peekBody(decoded, headBytes);
  if (body.head.length === 0) {
    if (declaredBytes) throw truncated(0, declaredBytes);
    return noPicture("not-a-picture", "empty");
  }
  const type = pictureType(body.head);
  if (type.kind === "other") {
    if (isText(type)) await throwIfBusy(body.chunks, finalUrl);
    return noPicture("not-a-picture", type.reason);
  }
  const still = animation && isStill(type, body.head) ? spare("still-of-animation") : undefined;
  if (still && !takesSpare) return still;

  const upload = open(type);
  let kept = false;
  try {
    const sha256 = createHash("sha256");
    const host = hosts.hostOf(finalUrl);
    // Twice the work of SHA-256, and of use only to a host that knows its placeholders by it.
    const md5 = host?.isPlaceholder && createHash("md5");
    const end = watchEnd(type.extension);
    let bytes = 0;
    for await (const chunk of body.chunks) {
      bytes += chunk.length;
      if (bytes > maxPictureBytes) return noPicture("too-large", "sent-too-much");
      sha256.update(chunk);
      md5?.update(chunk);
      end.see(chunk);
      await upload.write(chunk);
    }
    if (declaredBytes !== undefined && bytes !== declaredBytes)
      throw truncated(bytes, declaredBytes);
    // Without a declared length nobody knows whether the host has more: the rest may come another time. One that ends the
    // body by its framing once more has no more.
    const hasMore = !(isFurtherAttempt && isFramed(headers) && isShownInPart(type));
    if (declaredBytes === undefined && !end.isWhole() && hasMore)
      throw new RetryableError("truncated", `the picture breaks off after ${bytes} bytes`);
    // The host has no more than it sent: another copy may be whole.
    const cut = end.isStrict && !end.isWhole() ? cutOff(type) : undefined;
    if (cut && !(takesSpare && cut.isSpare)) return cut;
    const digests = { sha256: sha256.digest("hex"), md5: md5?.digest("hex") ?? "" };
    const received = { finalUrl, bytes, ...digests, head: body.head };
    if (host?.isPlaceholder?.(received)) return noPicture("gone", "placeholder");
    if (host?.isRefusal?.(received)) return noPicture("refused", "host-shows-none-here");
    kept = true;
    const fault = (cut ?? still)?.reason;
    return {
      kind: "fetched",
      type,
      bytes,
      sha256: digests.sha256,
      ...(fault !== undefined && { fault }),
      upload,
    };
  } finally {
    if (!kept) await upload.abort();
  }
}

/**
 * Browsers show what there is of a picture. Of an ISO file (mp4, avif, heic) they show nothing: what describes the rest
 * may be in the part that is missing.
 */
function cutOff(type: PictureType): NoPicture {
  return isShownInPart(type) ? spare("cut-off") : noPicture("not-a-picture", "cut-off");
}

function isShownInPart({ extension }: PictureType): boolean {
  return /^(?:jpg|png|gif|webp|bmp)$/.test(extension);
}

/** Whether the answer itself says where its body ends, in chunks or by the length of a coded one (RFC 9112, section 6.3). */
function isFramed(headers: Readonly<Record<string, string>>): boolean {
  const coding = headers["transfer-encoding"] ?? "";
  return /\bchunked\b/i.test(coding) || /^\d+$/.test(headers["content-length"] ?? "");
}

/** The length that the body itself will have; a content coding leaves it unknown (RFC 9110, section 8.6). */
function declaredLength(headers: Readonly<Record<string, string>>): number | undefined {
  const coding = headers["content-encoding"]?.trim().toLowerCase() ?? "";
  const text = headers["content-length"];
  if ((coding !== "" && coding !== "identity") || !text || !/^\d+$/.test(text)) return undefined;
  return Number(text);
}

/** No range is ever asked for: a 206 has to hold everything all the same (RFC 9110, section 14.4). */
function isWholeRange(status: number, contentRange: string | undefined): boolean {
  if (status !== 206 || contentRange === undefined) return true;
  const [, first, last, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(contentRange) ?? [];
  return first === "0" && Number(last) + 1 === Number(size);
}

function truncated(bytes: number, declaredBytes: number): RetryableError {
  return new RetryableError("truncated", `${bytes} of ${declaredBytes} bytes arrived`);
}
