import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { join } from "node:path";

import {
  sampleFolder,
  type SampleFolder,
} from "@reddit-crawler/picture-folder/testing/sample-folder";
import { pictureSize } from "./picture-size.ts";

let folder: SampleFolder;
beforeAll(async () => {
  folder = await sampleFolder();
});
afterAll(() => folder.remove());

async function sizeOf(name: string, bytes: Uint8Array) {
  await folder.write(name, bytes);
  return pictureSize(join(folder.path, name));
}

const image = () => sharp({ create: { width: 60, height: 40, channels: 3, background: "#a50" } });

function box(type: string, ...contents: Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
}

/** A track header whose picture is `width` by `height`, turned by a quarter when `turned`. */
function trackHeader(width: number, height: number, turned = false): Buffer {
  const body = Buffer.alloc(84);
  const matrix = turned ? [0, 0x10000, 0, -0x10000, 0, 0] : [0x10000, 0, 0, 0, 0x10000, 0];
  for (const [place, value] of matrix.entries()) body.writeInt32BE(value, 40 + 4 * place);
  body.writeUInt16BE(width, 76);
  body.writeUInt16BE(height, 80);
  return box("tkhd", body);
}

describe("the size of a picture", () => {
  test.each([
    ["jpg", () => image().jpeg().toBuffer()],
    ["png", () => image().png().toBuffer()],
    ["gif", () => image().gif().toBuffer()],
    ["webp", () => image().webp().toBuffer()],
    ["avif", () => image().avif({ effort: 0 }).toBuffer()],
  ])("is read from a %s", async (extension, bytes) => {
    expect(await sizeOf(`01.${extension}`, await bytes())).toEqual({ width: 60, height: 40 });
  });

  test.each([1, 3, 6, 8])("is that of the picture as it is shown, at orientation %i", async (n) => {
    const bytes = await image().jpeg().withMetadata({ orientation: n }).toBuffer();
    const upright = { width: 60, height: 40 };
    const onItsSide = { width: 40, height: 60 };
    expect(await sizeOf("turned.jpg", bytes)).toEqual(n >= 5 ? onItsSide : upright);
  });

  test("is found behind a large colour profile", async () => {
    const plain = await image().jpeg().toBuffer();
    const segment = Buffer.alloc(65_000);
    segment.writeUInt16BE(0xffe2, 0);
    segment.writeUInt16BE(64_998, 2);
    const bytes = Buffer.concat([plain.subarray(0, 2), segment, segment, plain.subarray(2)]);
    expect(await sizeOf("profile.jpg", bytes)).toEqual({ width: 60, height: 40 });
  });

  test.each([
    ["a film", [trackHeader(640, 360)], { width: 640, height: 360 }],
    ["a film on its side", [trackHeader(640, 360, true)], { width: 360, height: 640 }],
    ["a film with sound", [trackHeader(0, 0), trackHeader(640, 360)], { width: 640, height: 360 }],
    ["sound alone", [trackHeader(0, 0)], undefined],
  ])("is read from the tracks of %s", async (_, tracks, size) => {
    const film = Buffer.concat([
      box("ftyp", Buffer.from("isom")),
      box("moov", box("mvhd", Buffer.alloc(100)), ...tracks.map((track) => box("trak", track))),
    ]);
    expect(await sizeOf("01.mp4", film)).toEqual(size);
    for (let end = 0; end < film.length; end += 7)
      await expect(sizeOf("cut.mp4", film.subarray(0, end))).resolves.not.toThrow();
  });

  test.each([
    ["an empty file", "01.jpg", ""],
    ["text", "01.png", "no picture"],
    ["half a header", "01.gif", "GIF89a"],
  ])("is unknown for %s", async (_, name, bytes) => {
    expect(await sizeOf(name, Buffer.from(bytes))).toBeUndefined();
  });

  test("is unknown for a file that is not there", async () => {
    expect(await pictureSize(join(folder.path, "none.jpg"))).toBeUndefined();
  });

  test("is read, or not, from any damaged picture, without an error", async () => {
    const kinds = [
      image().jpeg(),
      image().png(),
      image().gif(),
      image().webp(),
      image().avif({ effort: 0 }),
    ];
    for (const kind of kinds) {
      const bytes = await kind.toBuffer();
      for (let at = 0; at < Math.min(bytes.length - 4, 300); at += 3) {
        const damaged = Buffer.from(bytes);
        damaged[at] = 0xff - damaged[at]!;
        damaged.fill(0xff, at + 1, at + 4);
        await expect(sizeOf("damaged.jpg", damaged)).resolves.not.toThrow();
      }
    }
  });
});
