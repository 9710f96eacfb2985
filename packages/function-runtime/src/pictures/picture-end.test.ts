import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { watchEnd } from "./picture-end.ts";
import { sampleExtensions, samplePicture } from "../testing/sample-pictures.ts";

function isWhole(extension: string, bytes: Uint8Array, chunkBytes = 700): boolean {
  const watch = watchEnd(extension);
  for (let at = 0; at < bytes.length; at += chunkBytes)
    watch.see(bytes.subarray(at, at + chunkBytes));
  return watch.isWhole();
}

/** Formats whose end cannot be told from a few bytes. */
const untold = ["tiff", "jxl", "webm"];
const told = sampleExtensions.filter((extension) => !untold.includes(extension));

describe.each(told)("a %s", (extension) => {
  const picture = samplePicture(extension, 6000);

  test("is whole at its end, in chunks of any size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6000 }), (chunkBytes) => {
        expect(isWhole(extension, picture, chunkBytes)).toBe(true);
      }),
    );
  });

  test("is not whole before its end, wherever it breaks off", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 40, max: picture.length - 1 }),
        fc.integer({ min: 1, max: 6000 }),
        (length, chunkBytes) => {
          expect(isWhole(extension, picture.subarray(0, length), chunkBytes)).toBe(false);
        },
      ),
    );
  });

  test("is whole with a line break behind its end", () => {
    expect(isWhole(extension, Buffer.concat([picture, Buffer.from("\n")]))).toBe(true);
  });
});

test.each(untold)("a %s counts as whole", (extension) => {
  expect(isWhole(extension, samplePicture(extension).subarray(0, 500))).toBe(true);
});

test("a jpg is whole with a note of the camera behind its end", () => {
  expect(isWhole("jpg", Buffer.concat([samplePicture("jpg"), Buffer.alloc(1000, 7)]))).toBe(true);
});

describe("the boxes of an mp4", () => {
  const box = (size: number, length = size) => {
    const bytes = Buffer.alloc(Math.max(length, 16));
    bytes.writeUInt32BE(size, 0);
    return bytes.subarray(0, length);
  };
  const large = Buffer.alloc(100);
  large.writeUInt32BE(1, 0);
  large.writeBigUInt64BE(100n, 8);

  test.each([
    ["of a 64-bit size, whole", [box(24), large], true],
    ["of a 64-bit size, cut", [box(24), large.subarray(0, 99)], false],
    ["the last of which reaches to the end", [box(24), box(0, 50)], true],
    ["with an impossible size", [box(24), box(3, 50)], true],
    ["cut in a header", [box(24), box(30).subarray(0, 5)], true],
    [
      "of which there are endlessly many small ones",
      [Buffer.concat(Array(20_000).fill(box(8)))],
      true,
    ],
  ])("%s", (_what, boxes, whole) => {
    expect(isWhole("mp4", Buffer.concat(boxes))).toBe(whole);
  });
});
