import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";

import { fromBufferPromise } from "yauzl";

/** Unpacks `zip` below `folder`, each file with the mode that the zip gives it. @throws when it is no zip. */
export async function unzip(zip: Buffer, folder: string): Promise<void> {
  const archive = await fromBufferPromise(zip);
  for await (const entry of archive.eachEntry()) {
    const file = join(folder, entry.fileName);
    await mkdir(dirname(file), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o777;
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(file, { mode }));
  }
}
