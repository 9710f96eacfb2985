import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { headBytes, pictureType } from "./picture-type.ts";
import { sampleExtensions, samplePicture } from "../testing/sample-pictures.ts";

const read = (text: string) => pictureType(Buffer.from(text, "latin1"));
const iso = (major: string, ...compatible: string[]) => {
  const brands = compatible.join("");
  const size = String.fromCharCode(16 + brands.length);
  return read(`\0\0\0${size}ftyp${major}\0\0\0\0${brands}\0\0\0\0mdat`);
};

test.each(sampleExtensions)("knows %s by its first bytes", (extension) => {
  const head = samplePicture(extension).subarray(0, headBytes);
  expect(pictureType(head)).toMatchObject({ kind: "picture", extension });
});

test.each([
  ["avif", "avif", ["mif1", "miaf"]],
  ["avif", "avis", ["msf1"]],
  ["avif", "mif1", ["avif", "miaf"]],
  ["heic", "heic", ["mif1"]],
  ["heic", "mif1", ["heic"]],
  ["heic", "heix", []],
  ["mp4", "isom", ["iso2", "avc1", "mp41"]],
  ["mp4", "mp42", []],
  ["mp4", "M4V ", []],
  ["mp4", "dash", ["iso6"]],
])("knows %s by the brand %s with %j", (extension, major, compatible) => {
  expect(iso(major, ...compatible)).toMatchObject({ extension });
});

describe("refuses", () => {
  test.each([
    ["a QuickTime film", "\0\0\0\x14ftypqt  \0\0\0\0qt  ", "unsupported-video"],
    ["a Matroska film", "\x1a\x45\xdf\xa3\x42\x82\x88matroska", "unsupported-video"],
    ["HTML", "<!DOCTYPE html><html>", "markup"],
    ["HTML behind blanks", "\r\n\t <html>", "markup"],
    ["XML", "<?xml version='1.0'?><Error/>", "markup"],
    ["SVG", "<svg xmlns='http://www.w3.org/2000/svg'>", "svg"],
    ["SVG behind a byte order mark", "\u00ef\u00bb\u00bf<!-- x --><SVG>", "svg"],
    ["a JSON object", ' {"data":null}', "json"],
    ["a JSON list", "[]", "json"],
    ["a text that begins as a bitmap does", "BMW builds cars in Munich", "unknown-type"],
    ["a RIFF that is a sound", "RIFF\0\0\0\0WAVEfmt ", "unknown-type"],
    ["a PDF", "%PDF-1.7", "unknown-type"],
    ["a zip", "PK\u0003\u0004", "unknown-type"],
    ["one byte", "\u00ff", "unknown-type"],
    ["a cut ftyp", "\0\0\0\x14ftyp", "unsupported-video"],
  ])("%s", (_what, text, reason) => {
    expect(read(text)).toEqual({ kind: "other", reason });
  });
});

test("has an answer for any bytes", () => {
  const anyHead = fc.oneof(
    fc.uint8Array({ maxLength: headBytes }),
    fc
      .tuple(fc.constantFrom(...sampleExtensions), fc.nat(100), fc.nat(255))
      .map(([extension, at, byte]) => {
        const head = samplePicture(extension).subarray(0, headBytes);
        head[at] = byte;
        return head;
      }),
  );
  fc.assert(
    fc.property(anyHead, fc.nat(headBytes), (bytes, length) => {
      const { kind } = pictureType(Buffer.from(bytes).subarray(0, length));
      expect(["picture", "other"]).toContain(kind);
    }),
  );
});
