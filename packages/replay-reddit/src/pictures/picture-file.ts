import sharp, { type Sharp } from "sharp";

import { drawPortrait, portraitSize } from "./cat-portrait.ts";
import type { PictureType, StillType } from "./picture-type.ts";
import { drawSilentMp4 } from "./silent-mp4.ts";

// One thread a picture: they are small, and many are asked for at a time.
sharp.concurrency(1);

const loopFrames = 8;

/** Gives the file of a seed's cat: the same bytes each time. A gif is animated. */
export async function createPictureFile(seed: string, type: PictureType): Promise<Buffer> {
  if (type === "mp4") return drawSilentMp4(seed);
  const size = portraitSize(seed);
  if (type !== "gif")
    return encoders[type](sharp(Buffer.from(drawPortrait(seed, size)))).toBuffer();
  // Smaller than stills are, since each frame counts.
  const frameSize = { width: size.width / 2, height: size.height / 2 };
  const frames = Array.from({ length: loopFrames }, (_, frame) =>
    Buffer.from(drawPortrait(seed, frameSize, frame / loopFrames)),
  );
  return sharp(frames, { join: { animated: true } })
    .gif({ effort: 1, dither: 0, delay: 120, loop: 0 })
    .toBuffer();
}

/** Gives a re-encoded still of at most `width` pixels' width, as Reddit's and imgur's copies are. */
export async function createReducedCopy(
  file: Buffer,
  type: StillType,
  width: number,
): Promise<Buffer> {
  return encoders[type](sharp(file).resize({ width, withoutEnlargement: true })).toBuffer();
}

const encoders: Readonly<Record<StillType, (picture: Sharp) => Sharp>> = {
  jpg: (picture) => picture.jpeg({ quality: 88 }),
  png: (picture) => picture.png({ compressionLevel: 6 }),
  webp: (picture) => picture.webp({ quality: 90, effort: 2 }),
  gif: (picture) => picture.gif({ effort: 1 }),
};
