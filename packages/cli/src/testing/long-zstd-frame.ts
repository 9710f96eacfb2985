/** The most that a block of zstd holds (RFC 8878, section 3.1.1.2). */
const blockBytes = 131_072;

/**
 * `text` as a zstd frame that asks for a window of 2^`log` bytes, as the monthly dumps do. Its blocks are stored as they are
 * (RFC 8878, section 3.1.1), since no compressor here makes such a window of a small text.
 */
export function longZstdFrame(text: string, log: number): Buffer {
  const bytes = Buffer.from(text);
  const parts = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, (log - 10) * 8])];
  for (let at = 0; at === 0 || at < bytes.length; at += blockBytes) {
    const block = bytes.subarray(at, at + blockBytes);
    const isLast = at + blockBytes >= bytes.length;
    const header = Buffer.alloc(3);
    header.writeUIntLE(Number(isLast) + block.length * 8, 0, 3);
    parts.push(header, block);
  }
  return Buffer.concat(parts);
}
