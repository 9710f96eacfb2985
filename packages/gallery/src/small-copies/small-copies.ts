import { open, stat } from "node:fs/promises";
import { extname, join } from "node:path";

import { smallCopyPath } from "@reddit-crawler/picture-folder/folder-layout";
import { writeWholeFile } from "@reddit-crawler/picture-folder/write-whole-file";
import PQueue from "p-queue";

import type { GalleryPicture, GalleryPost } from "../contract/gallery-post.ts";
import { pictureSize } from "../library/picture-size.ts";
import { copyDrawer } from "./copy-drawer.ts";

/** Small copies of the large pictures of a folder, for the grid. Each is made once and kept below `_crawls/small`. */
export interface SmallCopies {
  /**
   * The file to show in the grid for `picture`, which is the file of `path`: its small copy, made now where there is none. The
   * picture itself where it is small, or no copy can be made of it. A copy that nobody waits for once `signal` aborts may be left out.
   */
  fileFor: (path: string, picture: string, signal: AbortSignal) => Promise<string>;
  /** Makes the copies of the pictures at these paths when nothing else is to be made. */
  prepare: (paths: readonly string[]) => void;
  /** Makes no more, and leaves what is being drawn. Resolves to how many were still to be made, once what is drawn is written. */
  stop: () => Promise<number>;
}

/** Formats of which a copy is made: what the download stage stores most. The others' decoders never see a stranger's file. */
const copied = new Set([".jpg", ".png", ".webp", ".gif"]);
/** A picture of fewer pixels is drawn as fast as its copy. Chosen: 1,000 × 800. */
const smallPixels = 800_000;
/** Of a copy: a tile of 260 px on a screen with two pixels for each. */
const copyPixels = 500_000;
/** One core's work for each, so that a laptop of two stays usable. */
const copiesAtOnce = 2;
const wanted = { priority: 1 };

/**
 * The small copies of the picture folder at `folder`, drawn with `priority` as `copyDrawer` does. Without sharp, which not every
 * platform has, there are none.
 */
export function smallCopies(folder: string, priority?: number): SmallCopies {
  const queue = new PQueue({ concurrency: copiesAtOnce });
  const drawer = copyDrawer(priority);
  /** Pictures of which no copy is made, and the error where it is for one. */
  const without = new Map<string, unknown>();
  const stopped = new AbortController();
  /** The queue counts a copy as done once nobody waits for it, though it is still being written. */
  const making = new Set<Promise<string>>();

  const make = async (path: string, picture: string): Promise<string> => {
    const copy = join(folder, smallCopyPath(path));
    if (await isNewer(copy, picture)) return copy;
    for (;;) {
      const drawn = await stat(picture);
      const width = await copyWidth(picture);
      const bytes = width === undefined ? undefined : await drawer.draw(picture, width);
      if (!bytes) {
        without.set(path, undefined);
        return picture;
      }
      await writeWholeFile(copy, bytes);
      // A picture that was replaced meanwhile may be older than this copy of the one before it.
      const now = await stat(picture);
      if (now.ino === drawn.ino && now.size === drawn.size) return copy;
    }
  };

  const inTurn = (
    path: string,
    picture: string,
    options: { priority?: number; signal: AbortSignal },
  ) =>
    queue
      .add(() => {
        const made = make(path, picture).finally(() => making.delete(made));
        making.add(made);
        return made;
      }, options)
      // A broken picture, a full disk, an answer that nobody waits for: the picture itself is there.
      .catch((error: unknown) => {
        if (!options.signal.aborted) without.set(path, error);
        return picture;
      });

  return {
    fileFor: async (path, picture, signal) =>
      without.has(path) || !copied.has(extname(path))
        ? picture
        : inTurn(path, picture, { ...wanted, signal }),
    prepare: (paths) => {
      for (const path of paths)
        if (copied.has(extname(path)) && !without.has(path))
          void inTurn(path, join(folder, path), { signal: stopped.signal });
    },
    stop: async () => {
      const left = queue.size + queue.pending;
      stopped.abort();
      queue.clear();
      drawer.stop();
      await queue.onIdle();
      await Promise.allSettled(making);
      return left;
    },
  };
}

/** Whether a copy of the picture pays. An animation's first frame costs the whole file. */
export function isLarge({ width = 0, height = 0, shownAs }: GalleryPicture): boolean {
  return shownAs === "animation" || width * height > smallPixels;
}

/** How many pixels wide the copy of `file` is; undefined when `file` is small itself, or no picture by its first bytes. */
async function copyWidth(file: string): Promise<number | undefined> {
  const size = await pictureSize(file);
  if (!size) return undefined;
  const pixels = size.width * size.height;
  if (extname(file) !== ".gif" && pixels <= smallPixels) return undefined;
  return Math.max(1, Math.round(size.width * Math.min(1, Math.sqrt(copyPixels / pixels))));
}

/** Bytes at a copy's end, in which its colour is. */
const tailBytes = 512;

/** The mean colour of the picture at `path`, as `#rrggbb`, which its small copy names; undefined where it has none. */
export async function colourOf(folder: string, path: string): Promise<string | undefined> {
  const file = await open(join(folder, smallCopyPath(path))).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.min(size, tailBytes));
    await file.read(buffer, 0, buffer.length, size - buffer.length);
    return /#[0-9a-f]{6}(?=\0)/.exec(buffer.toString("latin1"))?.[0];
  } finally {
    await file.close();
  }
}

/** `post` with the small copies that its pictures have below `folder`. */
export async function withSmallCopies(folder: string, post: GalleryPost): Promise<GalleryPost> {
  const pictures = post.pictures.map(async (picture) => {
    const small = smallCopyPath(picture.path);
    const isThere = await isNewer(join(folder, small), join(folder, picture.path));
    return { ...picture, ...(isThere && { small }) };
  });
  return { ...post, pictures: await Promise.all(pictures) };
}

async function isNewer(copy: string, picture: string): Promise<boolean> {
  const made = await stat(copy).catch(() => undefined);
  return made !== undefined && made.mtimeMs >= (await stat(picture)).mtimeMs;
}
