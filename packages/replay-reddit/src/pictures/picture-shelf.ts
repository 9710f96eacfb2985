import { createPictureFile, createReducedCopy } from "./picture-file.ts";
import type { PictureType, StillType } from "./picture-type.ts";

/** Draws pictures when they are first asked for and keeps them. */
export interface PictureShelf {
  /** The file of a seed, the same bytes each time. */
  original(seed: string, type: PictureType): Promise<Buffer>;
  /** A still of it, re-encoded as `copyType` and no wider than `width` pixels. */
  copy(seed: string, type: StillType, copyType: StillType, width: number): Promise<Buffer>;
}

/** Creates an empty shelf. */
export function createPictureShelf(): PictureShelf {
  const files = new Map<string, Promise<Buffer>>();
  function keep(key: string, draw: () => Promise<Buffer>): Promise<Buffer> {
    const file = files.get(key) ?? draw();
    files.set(key, file);
    return file;
  }
  const original: PictureShelf["original"] = (seed, type) =>
    keep(`${seed}.${type}`, () => createPictureFile(seed, type));
  return {
    original,
    copy: (seed, type, copyType, width) =>
      keep(`${seed}.${type}/${width}.${copyType}`, async () =>
        createReducedCopy(await original(seed, type), copyType, width),
      ),
  };
}
