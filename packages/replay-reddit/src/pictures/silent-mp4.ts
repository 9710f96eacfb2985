import { createHash } from "node:crypto";

/** Frames one box of ISO/IEC 14496-12: its size, its name, its content. */
function box(name: string, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(name, 4, "latin1");
  return Buffer.concat([head, body]);
}

/**
 * Gives an MP4 container of a seed: file type, a movie header of two seconds, and 16 to 48 KiB of media data that is
 * noise. Enough for everything that looks at the first bytes and the length; no player shows a picture of it.
 */
export function drawSilentMp4(seed: string): Buffer {
  const block = createHash("sha512").update(seed).digest();
  const mediaBlocks = 256 + (block.readUInt16LE() % 512);
  const movieHeader = Buffer.alloc(100);
  movieHeader.writeUInt32BE(1000, 12); // time scale: units a second
  movieHeader.writeUInt32BE(2000, 16); // duration
  movieHeader.writeUInt32BE(0x00010000, 20); // rate 1.0
  movieHeader.writeUInt32BE(1, 96); // next track id
  return Buffer.concat([
    box("ftyp", Buffer.from("isom\0\0\x02\0isomiso2mp41", "latin1")),
    box("moov", box("mvhd", movieHeader)),
    box("mdat", ...Array.from({ length: mediaBlocks }, () => block)),
  ]);
}
