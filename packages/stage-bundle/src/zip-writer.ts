import { crc32, deflateRawSync } from "node:zlib";

/** One file of a zip: its path with forward slashes, and its bytes. */
export interface ZipEntry {
  path: string;
  bytes: Uint8Array;
}

/** 1980-01-01 00:00, the earliest time a zip can hold: the same in every time zone, since it is written as it is. */
const dosDate = (1 << 5) | 1;
/** "Made by" Unix, version 2.0, so that the file mode below counts. */
const madeByUnix = (3 << 8) | 20;
/** A regular file that everyone may read and its owner write; Lambda refuses files that it may not read. */
const regularFile0644 = (0o100644 << 16) >>> 0;
const deflated = 8;

/**
 * A zip of `entries` whose bytes depend on nothing but their paths and bytes: sorted, one date, one mode, no extra
 * fields (PKWARE's APPNOTE 6.3.10, sections 4.3.7 to 4.3.16).
 */
export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;

  for (const { path, bytes } of entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const name = Buffer.from(path);
    const body = deflateRawSync(bytes, { level: 9 });
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(deflated, 4);
    shared.writeUInt16LE(dosDate, 8);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(body.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(name.length, 22);

    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(madeByUnix, 4);
    shared.copy(central, 6);
    central.writeUInt32LE(regularFile0644, 38);
    central.writeUInt32LE(offset, 42);
    directory.push(central, name);

    const local = Buffer.alloc(4);
    local.writeUInt32LE(0x04034b50);
    files.push(local, shared, name, body);
    offset += local.length + shared.length + name.length + body.length;
  }

  const directorySize = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directorySize, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
}
