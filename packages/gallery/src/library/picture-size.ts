import { open } from "node:fs/promises";
import { extname } from "node:path";

import { imageSize } from "image-size";

/** Width and height in pixels, as the picture is shown: turned by its EXIF orientation. */
export interface PictureSize {
  width: number;
  height: number;
}

/** Nearly every header is in the first; the second holds large colour profiles and EXIF thumbnails. */
const headSizesBytes = [32_768, 1_048_576];

/** The size that the picture at `file` says it has; undefined when it says none, or there is no such file. */
export async function pictureSize(file: string): Promise<PictureSize | undefined> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return undefined;
  try {
    for (const headSizeBytes of headSizesBytes) {
      const head = Buffer.alloc(headSizeBytes);
      const { bytesRead } = await handle.read(head, 0, headSizeBytes, 0);
      const size = sizeIn(head.subarray(0, bytesRead), extname(file));
      if (size) return size;
      if (bytesRead < headSizeBytes) return undefined;
    }
    return undefined;
  } finally {
    await handle.close();
  }
}

function sizeIn(head: Buffer, extension: string): PictureSize | undefined {
  if (extension === ".mp4") return mp4Size(head);
  try {
    const { width, height, orientation = 1 } = imageSize(head);
    // Orientations 5 to 8 lie on their side (EXIF 2.32, section 4.6.4).
    const [w, h] = orientation >= 5 ? [height, width] : [width, height];
    return w > 0 && h > 0 ? { width: w, height: h } : undefined;
  } catch {
    // Half a header, or a format that image-size does not know: the page then gives the picture a square.
    return undefined;
  }
}

const mp4Containers = new Set(["moov", "trak"]);

/**
 * The largest size of a track header in the first bytes of an MP4 file; undefined when none is there.
 * `tkhd` ends with width and height as 16.16 fixed-point numbers, after a matrix whose first number is 0 where the
 * track is shown on its side (ISO/IEC 14496-12, section 8.3.2).
 */
function mp4Size(head: Buffer): PictureSize | undefined {
  let best: PictureSize | undefined;
  const walk = (start: number, end: number) => {
    for (let at = start; at + 8 <= end;) {
      const sizeBytes = head.readUInt32BE(at);
      const type = head.toString("latin1", at + 4, at + 8);
      // 0 and 1 stand for "to the end" and "64 bits": only media data is that large, and it holds no header.
      if (sizeBytes < 8) return;
      const boxEnd = Math.min(at + sizeBytes, end);
      if (mp4Containers.has(type)) walk(at + 8, boxEnd);
      if (type === "tkhd" && at + sizeBytes <= end && sizeBytes >= 92) {
        const size = trackSize(head, at + sizeBytes);
        if (size.width * size.height > (best ? best.width * best.height : 0)) best = size;
      }
      at += sizeBytes;
    }
  };
  walk(0, head.length);
  return best;
}

function trackSize(head: Buffer, end: number): PictureSize {
  const width = head.readUInt16BE(end - 8);
  const height = head.readUInt16BE(end - 4);
  const onItsSide = head.readInt32BE(end - 44) === 0;
  return onItsSide ? { width: height, height: width } : { width, height };
}
