import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";

import { fromBufferPromise } from "yauzl";

/**
 * Unpacks `zip` below `folder`, each file with the mode that the zip gives it.
 * @throws {Error} when it is no zip, or an entry would leave the folder.
 */
export async function unzip(zip: Buffer, folder: string): Promise<void> {
  // yauzl itself refuses absolute paths and "..".
  const archive = await fromBufferPromise(zip);
  for await (const entry of archive.eachEntry()) {
    const file = join(folder, entry.fileName);
    if (entry.fileName.endsWith("/")) {
      await mkdir(file, { recursive: true });
      continue;
    }
    await mkdir(dirname(file), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o777;
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(file, { mode }));
  }
}
