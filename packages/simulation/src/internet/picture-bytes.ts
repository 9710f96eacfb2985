/** The first and last bytes of each format, all that tells a picture from something else and a whole one from a part. */
const frames: Readonly<Record<string, readonly [head: Buffer, tail: Buffer]>> = {
  jpg: [Buffer.from("ffd8ffe0", "hex"), Buffer.from("ffd9", "hex")],
  png: [Buffer.from("89504e470d0a1a0a", "hex"), Buffer.from("0000000049454e44ae426082", "hex")],
  gif: [Buffer.from("GIF89a"), Buffer.from(";")],
  webp: [Buffer.from("RIFF\0\0\0\0WEBPVP8 "), Buffer.alloc(0)],
};

/** A picture of `length` bytes that no other URL has. */
export function pictureBytes(extension: string, url: string, length: number): Buffer {
  const [head, tail] = frames[extension] ?? [Buffer.alloc(0), Buffer.alloc(0)];
  const picture = Buffer.alloc(length, `${url} `);
  picture.set(head, 0);
  picture.set(tail, length - tail.length);
  if (extension === "webp") picture.writeUInt32LE(length - 8, 4);
  return picture;
}
