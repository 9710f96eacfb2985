import { open } from "node:fs/promises";
import { extname } from "node:path";

import { imageSize } from "image-size";

import { mp4Size } from "./mp4-size.ts";

/** Width and height in pixels, as the picture is shown: turned by its EXIF orientation. */
export interface PictureSize {
  width: number;
  height: number;
}

/** Chosen: nearly every header is in the first; the second holds large colour profiles and EXIF thumbnails. */
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
