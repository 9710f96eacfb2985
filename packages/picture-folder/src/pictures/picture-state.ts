import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

import type { LinkRecord } from "@reddit-crawler/message-schema";

import { isAbsent } from "../read-json.ts";
import { isWholePicture } from "./whole-picture.ts";

/**
 * What became of a picture's file since it was kept:
 * - `kept`: it is as it was
 * - `changed`: somebody put another picture there, or a folder, or took away the right to read it
 * - `missing`: there is nothing
 * - `broken`: it is empty, cut short, no picture any more, or has other bytes of the same number
 */
export type PictureState = "kept" | "changed" | "missing" | "broken";

/**
 * The state of `file`, which was kept with these `bytes` and this `sha256`. A picture that a person edits has another
 * size, and is whole; a broken disk, a crash or a copy that was cut off leave the same size, or an end that is missing.
 * Without `reads`, a file of the right size counts as kept.
 * @throws the system's error when the file may be there and cannot be looked at.
 */
export async function pictureState(
  file: string,
  { bytes, sha256 }: Pick<LinkRecord, "bytes" | "sha256">,
  reads = false,
): Promise<PictureState> {
  try {
    const found = await stat(file);
    // Not opened: a pipe would be waited for without end.
    if (!found.isFile()) return "changed";
    if (found.size === bytes)
      return reads && sha256 !== undefined && (await digestOf(file)) !== sha256 ? "broken" : "kept";
    return (await isWholePicture(file)) ? "changed" : "broken";
  } catch (error) {
    if (isAbsent(error)) return "missing";
    if (isDenied(error)) return "changed";
    throw error;
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

function isDenied(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "EACCES" || code === "EPERM";
}
