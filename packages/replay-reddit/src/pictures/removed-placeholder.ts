import { crc32 } from "node:zlib";

import sharp from "sharp";

const endChunkBytes = 12;

/**
 * Draws imgur's placeholder for a removed picture: a PNG of 161 x 81 pixels and 503 bytes, as the real one is. Its
 * content is the replay's own.
 */
export async function drawRemovedPlaceholder(): Promise<Buffer> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="161" height="81"><rect width="161" height="81" fill="#222222"/><rect x="30" y="37" width="101" height="7" fill="#999999"/></svg>`;
  const png = await sharp(Buffer.from(drawing)).png({ palette: true, colours: 4 }).toBuffer();
  const beforeEnd = png.subarray(0, -endChunkBytes);
  const textBytes = 503 - png.length - 12;
  return Buffer.concat([beforeEnd, textChunk(textBytes), png.subarray(-endChunkBytes)]);
}

/** A chunk whose text is `length` bytes long (PNG specification, 11.3.3.2). */
function textChunk(length: number): Buffer {
  const text = Buffer.concat([
    Buffer.from("tEXtComment\0", "latin1"),
    Buffer.alloc(length - 8, "."),
  ]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(text));
  return Buffer.concat([size, text, checksum]);
}
