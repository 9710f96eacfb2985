import { watchBoxes } from "./iso-boxes.ts";
import { watchSegments } from "./jpeg-segments.ts";

/** Watches a picture's bytes pass. */
export interface EndWatch {
  see(chunk: Uint8Array): void;
  /** Whether the picture ends as its format says; true where the format shows no end. */
  isWhole(): boolean;
  /** Whether an end that is missing proves that something is missing: not with a gif, which many programs leave open. */
  isStrict: boolean;
}

/** 4 KiB: cameras and hosts append a few hundred bytes behind the picture; more is rare. */
export const tailBytes = 4096;
const pngEnd = Buffer.from("0000000049454e44ae426082", "hex");
const jpgEnd = Buffer.from("ffd9", "hex");

interface Seen {
  /** The first bytes: 16 or more, fewer only where there are no more. */
  head: Buffer;
  /** The last `tailBytes`, or all. */
  tail: Buffer;
  bytes: number;
}

/** Lenient: bytes behind the end are allowed, since an end that was seen proves that nothing before it is missing. */
const rules: Readonly<Record<string, (seen: Seen) => boolean>> = {
  jpg: ({ tail }) => tail.includes(jpgEnd),
  png: ({ tail }) => tail.includes(pngEnd),
  // A lone 3B is too common to be searched for: only fill bytes may follow it.
  gif: ({ tail }) => tail.findLast((byte) => byte !== 0 && byte !== 0x0a) === 0x3b,
  webp: ({ head, bytes }) => bytes >= head.readUInt32LE(4) + 8,
  bmp: ({ head, bytes }) => bytes >= head.readUInt32LE(2),
};
const boxed = new Set(["mp4", "avif", "heic"]);

/**
 * Whether the first and the last bytes of a file show that a picture with this extension is whole. Where they do not,
 * `watchEnd` may.
 */
export function showsEnd(extension: string, seen: Seen): boolean {
  return rules[extension]?.(seen) ?? false;
}

/** A watch for the end of a picture with this extension, for bodies and files whose length nobody knows. */
export function watchEnd(extension: string): EndWatch {
  if (boxed.has(extension)) return { ...watchBoxes(), isStrict: true };
  const rule = rules[extension];
  const segments = extension === "jpg" ? watchSegments() : undefined;
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  let bytes = 0;
  return {
    see(chunk) {
      bytes += chunk.length;
      segments?.see(chunk);
      if (head.length < 16) head = Buffer.concat([head, chunk.subarray(0, 16)]);
      tail = Buffer.concat([tail, chunk.subarray(-tailBytes)]).subarray(-tailBytes);
    },
    isWhole: () => segments?.hasEnded() || (rule?.({ head, tail, bytes }) ?? true),
    isStrict: extension !== "gif",
  };
}
