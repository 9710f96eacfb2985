import { open, type FileHandle } from "node:fs/promises";

import {
  showsEnd,
  tailBytes,
  watchEnd,
} from "@reddit-crawler/function-runtime/pictures/picture-end";
import { headBytes, pictureType } from "@reddit-crawler/function-runtime/pictures/picture-type";

/**
 * Whether `file` is a picture or animation that ends as its own format says, whatever its name says. Lenient: it tells a
 * file that somebody finished from one that was cut short or is something else. Only what the last bytes do not show is
 * read to its end.
 * @throws the system's error when the file cannot be read.
 */
export async function isWholePicture(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { size: bytes } = await handle.stat();
    const head = await readAt(handle, 0, headBytes);
    const type = pictureType(head);
    // A film of a kind that is never downloaded is no rest of one that was.
    if (type.kind === "other") return type.reason === "unsupported-video";
    const tail = await readAt(handle, Math.max(0, bytes - tailBytes), tailBytes);
    if (showsEnd(type.extension, { head, tail, bytes })) return true;
    const end = watchEnd(type.extension);
    for await (const chunk of handle.createReadStream({ start: 0, autoClose: false }))
      end.see(chunk);
    return end.isWhole();
  } finally {
    await handle.close();
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
