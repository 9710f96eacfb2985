import { buffer } from "node:stream/consumers";

import { ZipFile } from "yazl";

/** One file of a zip: its path with forward slashes, and its bytes. */
export interface ZipEntry {
  path: string;
  bytes: Buffer;
}

const settings = {
  // The local time that is written as 1980-01-01 00:00, the earliest that a zip can hold, in every time zone.
  mtime: new Date(1980, 0, 1),
  forceDosTimestamp: true,
  // Everyone may read it and its owner write it: Lambda refuses files that it may not read.
  mode: 0o100644,
  compressionLevel: 9,
};

/** A zip of `entries` whose bytes depend on nothing but their paths and bytes: sorted, one date, one mode. */
export function writeZip(entries: readonly ZipEntry[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { path, bytes } of entries.toSorted((a, b) => (a.path < b.path ? -1 : 1)))
    zip.addBuffer(bytes, path, settings);
  zip.end();
  return buffer(zip.outputStream);
}
