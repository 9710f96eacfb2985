/**
 * Names of the system's own, which Windows takes for devices whatever follows behind a dot
 * (https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file), and the folder of the crawls' records.
 */
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³]|_crawls)$/i;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** A text's characters as people count them: an emoji of several code points is one. */
export function lettersOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** Bytes in UTF-8, by which file systems count a name. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

/**
 * A stranger's text as a part of a file's name on any system: without what Windows forbids, without control characters
 * and what turns the writing's direction, in one normal form, with single spaces.
 */
export function safeText(text: string): string {
  return text
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, "")
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .replaceAll(/[<>:"/\\|?*]/g, "_")
    .trim();
}

/**
 * `name` as a file or folder on any system: not hidden, not ending in a dot or space, and no name of the system's own. Empty
 * where nothing is left of it.
 */
export function safeComponent(name: string): string {
  return unreserved(name.replace(/^[\s.]+/, "").replace(/[\s.]+$/, ""));
}

/** `name`, behind a `_` where it is the system's own. */
export function unreserved(name: string): string {
  const [base = ""] = name.split(".");
  return reserved.test(base.trimEnd()) ? `_${name}` : name;
}
