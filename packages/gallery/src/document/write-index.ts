import { join } from "node:path";

import { openLibrary } from "../library/open-library.ts";
import { selfContainedDocument } from "./gallery-document.ts";
import { readPageAssets } from "./page-assets.ts";
import { writeWholeFile } from "./write-whole-file.ts";

/**
 * Writes `<folder>/index.html`: everything that the folder holds, to be looked at from disk with no server and no network.
 * Resolves to its path. A half-written file is never left.
 * @throws {Error} when the page has not been built.
 */
export async function writeGalleryIndex(folder: string): Promise<string> {
  const [assets, library] = await Promise.all([readPageAssets(), openLibrary(folder)]);
  const file = join(folder, "index.html");
  await writeWholeFile(file, selfContainedDocument(assets, library.snapshot()));
  return file;
}
