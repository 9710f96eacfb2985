import type { PixelSize } from "./cat-portrait.ts";
import { box, contentOf, fullBox, text, uint16, uint32 } from "./iso-box.ts";

/** Units a second of every time in the file. */
const timescale = 1000;
/** 1.0 as a number of 16.16 bits. */
const one = 0x10000;
const unturned = uint32(one, 0, 0, 0, one, 0, 0, 0, 0x40000000);
/** An AV1 temporal delimiter, which a film's samples leave out. */
const delimiterBytes = 2;

/**
 * Puts AVIF pictures of one size, each shown for `frameMs`, in an MP4 film without sound. What an AVIF holds is an AV1
 * key frame as a film has it (https://aomediacodec.github.io/av1-avif/, https://aomediacodec.github.io/av1-isobmff/), so
 * that browsers play it and no video encoder is needed.
 */
export function silentMp4(
  pictures: readonly [Buffer, ...Buffer[]],
  { width, height }: PixelSize,
  frameMs: number,
): Buffer {
  const samples = pictures.map((avif) => contentOf(avif, "mdat").subarray(delimiterBytes));
  const durationMs = samples.length * frameMs;
  const fileType = box("ftyp", text("isom"), uint32(0x200), text("isomiso2av01mp41"));
  const coding = box(
    "av01",
    uint32(0, 1, 0, 0, 0, 0),
    uint16(width, height),
    // 72 pixels an inch both ways, one frame a sample, no name, 24 bits deep.
    uint32(72 * one, 72 * one, 0),
    uint16(1),
    Buffer.alloc(32),
    uint16(24, 0xffff),
    box("av1C", contentOf(pictures[0], "av1C"), sequenceHeader(samples[0])),
  );
  const table = (firstSampleAt: number) =>
    box(
      "stbl",
      fullBox("stsd", uint32(1), coding),
      fullBox("stts", uint32(1, samples.length, frameMs)),
      fullBox("stsc", uint32(1, 1, samples.length, 1)),
      fullBox("stsz", uint32(0, samples.length, ...samples.map(({ length }) => length))),
      fullBox("stco", uint32(1, firstSampleAt)),
    );
  const media = (firstSampleAt: number) =>
    box(
      "mdia",
      // The language is "und".
      fullBox("mdhd", uint32(0, 0, timescale, durationMs), uint16(0x55c4, 0)),
      fullBox("hdlr", uint32(0), text("vide"), uint32(0, 0, 0), text("\0")),
      box(
        "minf",
        box("vmhd", uint32(1, 0, 0)),
        box("dinf", fullBox("dref", uint32(1), box("url ", uint32(1)))),
        table(firstSampleAt),
      ),
    );
  const movie = (firstSampleAt: number) =>
    box(
      "moov",
      fullBox(
        "mvhd",
        uint32(0, 0, timescale, durationMs, one, 0x01000000, 0, 0),
        unturned,
        uint32(0, 0, 0, 0, 0, 0, 2),
      ),
      box(
        "trak",
        box(
          "tkhd",
          uint32(3, 0, 0, 1, 0, durationMs, 0, 0, 0, 0),
          unturned,
          uint32(width * one, height * one),
        ),
        media(firstSampleAt),
      ),
    );
  // The movie is as long wherever its samples begin.
  const firstSampleAt = fileType.length + movie(0).length + 8;
  return Buffer.concat([fileType, movie(firstSampleAt), box("mdat", ...samples)]);
}

/** The sequence header that a key frame begins with: its type, its length (below 128), its content. */
function sequenceHeader(sample: Buffer | undefined): Buffer {
  const [type, length = 0] = sample ?? [];
  if (!sample || type !== 0x0a || length > 127) throw new Error("The picture is no AV1 key frame.");
  return sample.subarray(0, 2 + length);
}
