import * as fc from "fast-check";
import { expect, test } from "vitest";

import { watchSegments } from "./jpeg-segments.ts";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const segment = (marker: string, content: Buffer) => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(content.length + 2);
  return Buffer.concat([hex(`ff${marker}`), length, content]);
};
const scan = hex("ffda 0002 01 ff00 02 ffd0 03 ff00");
const end = hex("ffd9");
const thumbnail = segment("e1", Buffer.concat([hex("ffd8"), scan, end]));
const picture = Buffer.concat([hex("ffd8"), thumbnail, segment("db", Buffer.alloc(65)), scan]);

function hasEnded(bytes: Buffer, chunkBytes = bytes.length): boolean {
  const watch = watchSegments();
  for (let at = 0; at < bytes.length; at += chunkBytes)
    watch.see(bytes.subarray(at, at + chunkBytes));
  return watch.hasEnded();
}

test.each([
  ["without its end", picture, false],
  ["with its end", Buffer.concat([picture, end]), true],
  ["with fill bytes before its end", Buffer.concat([picture, hex("ffffff"), end]), true],
  [
    "with a film behind it",
    Buffer.concat([picture, end, Buffer.alloc(9000, "ftyp"), hex("ffda")]),
    true,
  ],
  ["of several scans", Buffer.concat([picture, segment("c4", end), scan, end]), true],
  ["with an end in a table only", Buffer.concat([picture, segment("c4", end), scan]), false],
  ["that is only a thumbnail", Buffer.concat([hex("ffd8"), thumbnail]), false],
])("tells of a picture %s, in chunks of any size", (_what, bytes, ended) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), (chunkBytes) => {
      expect(hasEnded(bytes, chunkBytes)).toBe(ended);
    }),
  );
});

test("says the same of any bytes, however they arrive", () => {
  const byte = fc.oneof(
    fc.integer({ min: 0, max: 255 }),
    fc.constantFrom(0, 0xff, 0xd8, 0xd9, 0xda),
  );
  fc.assert(
    fc.property(
      fc.array(byte, { minLength: 1, maxLength: 400 }),
      fc.integer({ min: 1, max: 50 }),
      (bytes, size) => {
        expect(hasEnded(Buffer.from(bytes), size)).toBe(hasEnded(Buffer.from(bytes)));
      },
    ),
  );
});
