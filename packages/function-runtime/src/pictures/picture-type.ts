/** What a file is by its own bytes. */
export interface PictureType {
  kind: "picture";
  /** Without the dot. */
  extension: string;
  contentType: string;
}

/** What a file is that is no picture, no animation and no silent video of a kind that is stored. */
export interface OtherFile {
  kind: "other";
  /** Kebab-case code: `unsupported-video`, `svg`, `markup`, `json` or `unknown-type`. */
  reason: string;
}

/** How many first bytes decide; enough for the brands of an ISO file and for an XML prologue before `<svg`. */
export const headBytes = 256;

const jpg = type("jpg", "image/jpeg");
const png = type("png", "image/png");
const gif = type("gif", "image/gif");
const webp = type("webp", "image/webp");
const avif = type("avif", "image/avif");
const heic = type("heic", "image/heic");
const bmp = type("bmp", "image/bmp");
const tiff = type("tiff", "image/tiff");
const jxl = type("jxl", "image/jxl");
const mp4 = type("mp4", "video/mp4");
const webm = type("webm", "video/webm");

const signatures: readonly (readonly [bytes: Buffer, type: PictureType])[] = [
  [Buffer.from("ffd8ff", "hex"), jpg],
  [Buffer.from("89504e470d0a1a0a", "hex"), png],
  [Buffer.from("GIF87a"), gif],
  [Buffer.from("GIF89a"), gif],
  [Buffer.from("II*\0"), tiff],
  [Buffer.from("MM\0*"), tiff],
  [Buffer.from("ff0a", "hex"), jxl],
  [Buffer.from("0000000c4a584c200d0a870a", "hex"), jxl],
];

/**
 * The type of a body by its first bytes, whatever its URL and headers say. Markup, SVG (it can hold scripts), JSON and
 * whatever is not known as a picture, an animation or a silent video are another file.
 * Signatures: https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern and the formats' own specifications.
 */
export function pictureType(head: Buffer): PictureType | OtherFile {
  for (const [bytes, known] of signatures)
    if (head.subarray(0, bytes.length).equals(bytes)) return known;
  if (latin1(head, 0, 4) === "RIFF" && latin1(head, 8, 12) === "WEBP") return webp;
  if (latin1(head, 4, 8) === "ftyp") return isoFile(head);
  if (isBitmap(head)) return bmp;
  if (head.subarray(0, 4).toString("hex") === "1a45dfa3")
    return head.includes("webm") ? webm : other("unsupported-video");
  return other(textKind(head));
}

/**
 * Whether a file of this type, which begins with `head`, shows one moment: a PNG says by its `acTL` chunk that it moves
 * (https://www.w3.org/TR/png-3/#acTL-chunk), a WebP by a flag (RFC 9649, section 2.7), AVIF by its brand.
 */
export function isStill({ extension }: PictureType, head: Buffer): boolean {
  if (extension === "png") return !head.includes("acTL");
  if (extension === "webp")
    return latin1(head, 12, 16) !== "VP8X" || ((head[20] ?? 0) & 0b10) === 0;
  if (extension === "avif") return !head.subarray(0, 32).includes("avis");
  return /^(?:jpg|bmp|tiff|heic|jxl)$/.test(extension);
}

/** By the brands of an ISO base media file: the major one, then those it says it is compatible with. */
function isoFile(head: Buffer): PictureType | OtherFile {
  const end = Math.min(head.readUInt32BE(0), head.length);
  const brands = [latin1(head, 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(latin1(head, at, at + 4));
  const [major = ""] = brands;
  if (/^(?:iso[2-9m]|mp4[12]|avc1|dash|M4V |MSNV|mmp4)$/.test(major)) return mp4;
  if (brands.some((brand) => /^avi[fs]$/.test(brand))) return avif;
  if (brands.some((brand) => /^(?:he[iv][cxms]|mif1|msf1)$/.test(brand))) return heic;
  return other("unsupported-video");
}

/** "BM" alone begins many a text: the reserved bytes and the size of the second header decide. */
function isBitmap(head: Buffer): boolean {
  if (latin1(head, 0, 2) !== "BM" || head.length < 18) return false;
  return head.readUInt32LE(6) === 0 && [12, 40, 52, 56, 64, 108, 124].includes(head[14] ?? 0);
}

/** Whether another file may be text, and so an error in words. */
export function isText({ reason }: OtherFile): boolean {
  return /^(?:markup|json|unknown-type)$/.test(reason);
}

function textKind(head: Buffer): string {
  const text = head
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimStart()
    .toLowerCase();
  if (text.startsWith("<")) return text.includes("<svg") ? "svg" : "markup";
  if (text.startsWith("{") || text.startsWith("[")) return "json";
  return "unknown-type";
}

function latin1(head: Buffer, start: number, end: number): string {
  return head.toString("latin1", start, end);
}

function other(reason: string): OtherFile {
  return { kind: "other", reason };
}

function type(extension: string, contentType: string): PictureType {
  return { kind: "picture", extension, contentType };
}
