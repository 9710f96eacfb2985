import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { writeWholeFile } from "@reddit-crawler/picture-folder/write-whole-file";

import type { GalleryPost } from "../contract/gallery-post.ts";
import { openLibrary } from "../library/open-library.ts";
import { withSmallCopies } from "../small-copies/small-copies.ts";
import { generatorTag, readPageAssets, selfContainedDocument } from "./gallery-document.ts";

/** The second, and numbered ones after it, are for folders whose index.html another program has written. */
const names = ["index.html", "gallery.html"];

/**
 * Writes `<folder>/index.html`: everything that the folder holds, to be looked at from disk with no server and no network;
 * as `gallery.html`, `gallery-2.html` … where the index.html is not this program's, which is never overwritten. Resolves to its path.
 * A half-written file is never left.
 * @throws {Error} when the page has not been built.
 */
export async function writeGalleryIndex(folder: string): Promise<string> {
  const [assets, library] = await Promise.all([readPageAssets(), openLibrary(folder)]);
  const file = await freeFile(folder);
  const { crawls, posts } = library.snapshot();
  const shown: GalleryPost[] = [];
  for (const post of posts) shown.push(await withSmallCopies(folder, post));
  await writeWholeFile(file, selfContainedDocument(assets, { crawls, posts: shown }));
  return file;
}

/** The first file that is not there or is an earlier page of this program. */
async function freeFile(folder: string): Promise<string> {
  for (let number = 0; ; number++) {
    const file = join(folder, names[number] ?? `gallery-${number}.html`);
    if (await isOurs(file)) return file;
  }
}

async function isOurs(file: string): Promise<boolean> {
  try {
    // Not opened where it is a folder or a pipe, which is somebody else's.
    if (!(await stat(file)).isFile()) return false;
    return (await readFile(file, "utf8")).includes(generatorTag);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return true;
    throw error;
  }
}
