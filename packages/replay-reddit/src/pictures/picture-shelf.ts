import sharp, { type Sharp } from "sharp";

import { drawPortrait, portraitSize, type PixelSize } from "./cat-portrait.ts";
import { keptDrawing } from "./kept-drawings.ts";
import type { PictureType, StillType } from "./picture-type.ts";
import { silentMp4 } from "./silent-mp4.ts";

// One thread a picture: they are small, and many are asked for at a time.
sharp.concurrency(1);

/** Draws pictures when they are first asked for and keeps them. */
export interface PictureShelf {
  /** The file of a seed, the same bytes each time. */
  original(seed: string, type: PictureType): Promise<Buffer>;
  /** A still of it, re-encoded as `copyType` and no wider than `width` pixels. */
  copy(seed: string, type: StillType, copyType: StillType, width: number): Promise<Buffer>;
}

/**
 * Creates an empty shelf, whose stills are `scale` times as wide and high as those of a usual replay. What others of this
 * very program drew before is read from `drawings`, a folder of theirs, where one is given.
 */
export function createPictureShelf(scale = 1, drawings?: string): PictureShelf {
  const files = new Map<string, Promise<Buffer>>();
  function keep(key: string, draw: () => Promise<Buffer>): Promise<Buffer> {
    const file = files.get(key) ?? keptDrawing(drawings, `${scale} ${key}`, draw);
    files.set(key, file);
    return file;
  }
  const original: PictureShelf["original"] = (seed, type) =>
    keep(`${seed}.${type}`, () => createPictureFile(seed, type, scale));
  return {
    original,
    copy: (seed, type, copyType, width) =>
      keep(`${seed}.${type}/${width}.${copyType}`, async () =>
        createReducedCopy(await original(seed, type), copyType, width),
      ),
  };
}

const loopFrames = 8;
const frameMs = 120;
/** Pixels: small, since eight frames are encoded for each film, in the widest proportions of a picture. */
const filmSize = { width: 480, height: 384 };

/** The file of a seed's cat: the same bytes each time. A gif or a film is animated. */
async function createPictureFile(seed: string, type: PictureType, scale: number): Promise<Buffer> {
  if (type === "mp4") return drawFilm(seed);
  const size = portraitSize(seed);
  if (type !== "gif") {
    const still = { width: size.width * scale, height: size.height * scale };
    return encoders[type](sharp(Buffer.from(drawPortrait(seed, still)))).toBuffer();
  }
  // Smaller than stills are, since each frame counts.
  const frameSize = { width: size.width / 2, height: size.height / 2 };
  return sharp(drawLoop(seed, frameSize), { join: { animated: true } })
    .gif({ effort: 1, dither: 0, delay: frameMs, loop: 0 })
    .toBuffer();
}

async function drawFilm(seed: string): Promise<Buffer> {
  // A film knows no transparency.
  const frames = drawLoop(seed, filmSize).map((frame) => sharp(frame).flatten());
  const [first, ...others] = await Promise.all(
    frames.map((frame) => frame.avif({ effort: 0, quality: 50 }).toBuffer()),
  );
  if (!first) throw new Error("A film has at least one frame.");
  return silentMp4([first, ...others], filmSize, frameMs);
}

function drawLoop(seed: string, size: PixelSize): Buffer[] {
  return Array.from({ length: loopFrames }, (_, frame) =>
    Buffer.from(drawPortrait(seed, size, frame / loopFrames)),
  );
}

/** A re-encoded still of at most `width` pixels' width, as Reddit's and imgur's copies are. */
async function createReducedCopy(file: Buffer, type: StillType, width: number): Promise<Buffer> {
  return encoders[type](sharp(file).resize({ width, withoutEnlargement: true })).toBuffer();
}

const encoders: Readonly<Record<StillType, (picture: Sharp) => Sharp>> = {
  jpg: (picture) => picture.jpeg({ quality: 88 }),
  png: (picture) => picture.png({ compressionLevel: 6 }),
  webp: (picture) => picture.webp({ quality: 90, effort: 2 }),
  gif: (picture) => picture.gif({ effort: 1 }),
};
