import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";

import { openPromise } from "yauzl";

/** Unpacks `zipPath` below `folder`. @throws {Error} when it is no zip, or an entry would leave the folder. */
export async function unzip(zipPath: string, folder: string): Promise<void> {
  // yauzl itself refuses absolute paths and "..".
  const zip = await openPromise(zipPath);
  try {
    for await (const entry of zip.eachEntry()) {
      const path = join(folder, entry.fileName);
      if (entry.fileName.endsWith("/")) {
        await mkdir(path, { recursive: true });
        continue;
      }
      await mkdir(dirname(path), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path));
    }
  } finally {
    zip.close();
  }
}
