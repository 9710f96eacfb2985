import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { unzip } from "@reddit-crawler/stage-bundle/unzip";

/** Unpacks a function's zip to `folder`. As on Lambda, no package.json above it decides that `index.js` is an ES module. */
export async function unpackCode(zip: string, folder: string): Promise<void> {
  await unzip(await readFile(zip), folder);
  await writeFile(join(dirname(folder), "package.json"), "{}\n");
}
