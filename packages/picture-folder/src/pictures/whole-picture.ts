import { open, type FileHandle } from "node:fs/promises";

/** Bytes: the longest beginning that a rule reads. */
const headBytes = 16;
/** 4 KiB: programs append a few hundred bytes behind the end of a picture. */
const tailBytes = 4096;

interface Ends {
  head: Buffer;
  tail: Buffer;
  bytes: number;
}

const startsWith = (text: string) => (head: Buffer) => head.toString("latin1").startsWith(text);

/** Formats by their first bytes, and whether a file of it has its end; those without a rule show none. */
const formats: readonly {
  begins: (head: Buffer) => boolean;
  ends?: (ends: Ends) => boolean;
}[] = [
  {
    begins: startsWith("\xff\xd8\xff"),
    ends: ({ tail }) => tail.includes(Buffer.from("ffd9", "hex")),
  },
  { begins: startsWith("\x89PNG\r\n\x1a\n"), ends: ({ tail }) => tail.includes("IEND") },
  {
    begins: startsWith("GIF8"),
    ends: ({ tail }) => tail.findLast((byte) => byte !== 0 && byte !== 0x0a) === 0x3b,
  },
  {
    begins: (head) => /^RIFF[^]{4}WEBP/.test(head.toString("latin1")),
    ends: ({ head, bytes }) => bytes >= head.readUInt32LE(4) + 8,
  },
  { begins: startsWith("BM"), ends: ({ head, bytes }) => bytes >= head.readUInt32LE(2) },
  { begins: startsWith("II*\0") },
  { begins: startsWith("MM\0*") },
  { begins: startsWith("\xff\x0a") },
  { begins: startsWith("\x1a\x45\xdf\xa3") },
];

/**
 * Whether `file` is a picture or animation that ends as its own format says, whatever its name says. Lenient: it tells a
 * file that somebody finished from one that was cut short or is something else.
 * @throws the system's error when the file cannot be read.
 */
export async function isWholePicture(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { size: bytes } = await handle.stat();
    const head = await readAt(handle, 0, headBytes);
    if (head.length < headBytes) return false;
    if (/^(?:ftyp|JXL )/.test(head.toString("latin1", 4, 8))) return await hasWholeBoxes(handle);
    const format = formats.find(({ begins }) => begins(head));
    if (!format) return false;
    const tail = await readAt(handle, Math.max(0, bytes - tailBytes), tailBytes);
    return format.ends?.({ head, tail, bytes }) ?? true;
  } finally {
    await handle.close();
  }
}

/** Whether the boxes of an ISO file fill it: each begins with its size (ISO/IEC 14496-12, section 4.2). */
async function hasWholeBoxes(handle: FileHandle): Promise<boolean> {
  const { size: bytes } = await handle.stat();
  let at = 0;
  while (at < bytes) {
    const box = await readAt(handle, at, headBytes);
    if (box.length < 8) return false;
    const short = box.readUInt32BE(0);
    // 0 is "until the end of the file", 1 a size of 64 bits behind the type.
    if (short === 0) return true;
    if (short === 1 && box.length < headBytes) return false;
    const size = short === 1 ? Number(box.readBigUInt64BE(8)) : short;
    if (size < 8) return false;
    at += size;
  }
  return at === bytes;
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
