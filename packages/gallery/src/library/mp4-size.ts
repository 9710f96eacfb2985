import type { PictureSize } from "./picture-size.ts";

const containers = new Set(["moov", "trak"]);

/**
 * The largest size of a track header in the first bytes of an MP4 file; undefined when none is there.
 * `tkhd` ends with width and height as 16.16 fixed-point numbers, after a matrix whose first number is 0 where the
 * track is shown on its side (ISO/IEC 14496-12, section 8.3.2).
 */
export function mp4Size(head: Buffer): PictureSize | undefined {
  let best: PictureSize | undefined;
  const walk = (start: number, end: number) => {
    for (let at = start; at + 8 <= end;) {
      const sizeBytes = head.readUInt32BE(at);
      const type = head.toString("latin1", at + 4, at + 8);
      // 0 and 1 stand for "to the end" and "64 bits": only media data is that large, and it holds no header.
      if (sizeBytes < 8) return;
      const boxEnd = Math.min(at + sizeBytes, end);
      if (containers.has(type)) walk(at + 8, boxEnd);
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
