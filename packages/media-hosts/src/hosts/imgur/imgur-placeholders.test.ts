import { describe, expect, test } from "vitest";

import { createImgur } from "./imgur.ts";

const imgur = createImgur();

describe("imgur's placeholders", () => {
  const answer = {
    finalUrl: new URL("https://i.imgur.com/dk6Kz5S.jpg"),
    bytes: 90_210,
    sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    md5: "0cc175b9c0f1b6a831c399e269772661",
    head: Buffer.from("ffd8ffe000104a464946000101", "hex"),
  };
  /** The first bytes of a PNG of this size. */
  const png = (width: number, height: number) => {
    const head = Buffer.from("89504e470d0a1a0a0000000d4948445200000000000000000802", "hex");
    head.writeUInt32BE(width, 16);
    head.writeUInt32BE(height, 20);
    return head;
  };
  const inRegion = "faa24ec881e6040655c187a681d6dc496eb8aa41e1bd0652a180b3a40b457187";

  test.each([
    ["comes from its address", { finalUrl: new URL("https://i.imgur.com/removed.png") }],
    ["has its bytes", { md5: "d835884373f4d6c8f24742ceabe74946" }],
    ["is a png of its size in bytes and pixels", { bytes: 503, head: png(161, 81) }],
  ])("for a removed picture: what %s", (_what, change) => {
    expect(imgur.isPlaceholder?.({ ...answer, ...change })).toBe(true);
    expect(imgur.isRefusal?.({ ...answer, ...change })).toBe(false);
  });

  test.each([
    ["has its bytes", { sha256: inRegion }],
    ["is a png of its size in bytes and pixels", { bytes: 34_641, head: png(336, 478) }],
  ])("for every picture where it shows none: what %s", (_what, change) => {
    expect(imgur.isRefusal?.({ ...answer, ...change })).toBe(true);
    expect(imgur.isPlaceholder?.({ ...answer, ...change })).toBe(false);
  });

  test.each([
    ["picture", {}],
    ["jpg of 503 bytes", { bytes: 503 }],
    ["png of 503 bytes", { bytes: 503, head: png(16, 16) }],
    ["png of 503 bytes on its side", { bytes: 503, head: png(81, 161) }],
    ["png of 161 x 81 pixels", { bytes: 504, head: png(161, 81) }],
    ["body too short to have a size", { bytes: 503, head: png(161, 81).subarray(0, 23) }],
    ["png of 336 x 478 pixels", { bytes: 34_640, head: png(336, 478) }],
    ["png of 34,641 bytes", { bytes: 34_641, head: png(161, 81) }],
  ])("are no other %s", (_what, change) => {
    expect(imgur.isPlaceholder?.({ ...answer, ...change })).toBe(false);
    expect(imgur.isRefusal?.({ ...answer, ...change })).toBe(false);
  });
});
