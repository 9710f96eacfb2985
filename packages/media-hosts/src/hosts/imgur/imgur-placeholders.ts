import type { PictureBody } from "../../media-host.ts";

/** A picture that imgur sends in place of the one that was asked for. */
interface Placeholder {
  /** Whether the picture is gone, or withheld from the client that asks. */
  means: "gone" | "refused";
  md5?: string;
  sha256?: string;
  bytes: number;
  /** The first 24 bytes in hex: a PNG's signature, and the chunk with its size (https://www.w3.org/TR/png-3/#11IHDR). */
  head: string;
}

const placeholders: readonly Placeholder[] = [
  {
    // The removed picture, 161 x 81 pixels.
    means: "gone",
    md5: "d835884373f4d6c8f24742ceabe74946",
    bytes: 503,
    head: "89504e470d0a1a0a0000000d49484452000000a100000051",
  },
  {
    // "Content not viewable in your region", 336 x 478 pixels: for every picture, with status 200, to all addresses in the
    // United Kingdom since 30 September 2025 (https://help.imgur.com/hc/en-us/articles/41592665292443).
    means: "refused",
    sha256: "faa24ec881e6040655c187a681d6dc496eb8aa41e1bd0652a180b3a40b457187",
    bytes: 34_641,
    head: "89504e470d0a1a0a0000000d4948445200000150000001de",
  },
];

/**
 * What it means that imgur sent this body; undefined when it is a picture that somebody uploaded. A placeholder is known by
 * its digest, and one that is drawn anew by its size in pixels and bytes.
 */
export function imgurPlaceholder({
  md5,
  sha256,
  bytes,
  head,
}: PictureBody): Placeholder["means"] | undefined {
  const start = Buffer.from(head.subarray(0, 24)).toString("hex");
  return placeholders.find(
    (each) =>
      each.md5 === md5 || each.sha256 === sha256 || (each.bytes === bytes && each.head === start),
  )?.means;
}
