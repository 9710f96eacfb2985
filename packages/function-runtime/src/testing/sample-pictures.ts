/** The smallest bytes that begin and end as each format does, filled up to `length`. */
export function samplePicture(extension: string, length = 2000): Buffer {
  const [head, tail] = frames[extension] ?? [none, none];
  const picture = Buffer.alloc(Math.max(length, head.length + tail.length), 0x2e);
  picture.set(head, 0);
  picture.set(tail, picture.length - tail.length);
  if (extension === "webp") picture.writeUInt32LE(picture.length - 8, 4);
  if (extension === "bmp") picture.writeUInt32LE(picture.length, 2);
  if (boxed.has(extension)) picture.writeUInt32BE(picture.length - 24, 24);
  return picture;
}

const none = Buffer.alloc(0);
const boxed = new Set(["mp4", "avif", "heic"]);

/** An `ftyp` box of 24 bytes with one compatible brand, and the header of an `mdat` box behind it. */
function isoHead(brand: string): Buffer {
  return Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0mif1${brand}\0\0\0\0mdat`, "latin1");
}

const frames: Readonly<Record<string, readonly [head: Buffer, tail: Buffer]>> = {
  jpg: [Buffer.from("ffd8ffe0", "hex"), Buffer.from("ffd9", "hex")],
  png: [Buffer.from("89504e470d0a1a0a", "hex"), Buffer.from("0000000049454e44ae426082", "hex")],
  gif: [Buffer.from("GIF89a"), Buffer.from(";")],
  webp: [Buffer.from("RIFF\0\0\0\0WEBPVP8 "), none],
  bmp: [Buffer.from("BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "latin1"), none],
  tiff: [Buffer.from("II*\0"), none],
  jxl: [Buffer.from("ff0a", "hex"), none],
  avif: [isoHead("avif"), none],
  heic: [isoHead("heic"), none],
  mp4: [isoHead("isom"), none],
  webm: [Buffer.from("1a45dfa39f4286810142f7810142f2810442f381084282847765626d", "hex"), none],
};

/** Every extension that `samplePicture` knows. */
export const sampleExtensions: readonly string[] = Object.keys(frames);
