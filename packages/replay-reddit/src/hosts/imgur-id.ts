/** How a path of imgur names a picture. */
export interface ImgurPictureName {
  id: string;
  /** Without the dot, as it was written; empty when there is none. */
  extension: string;
  /** The letter of a smaller copy (`_d` counts as `d`); empty for the file itself. */
  size: string;
}

/** Reads the last segment of a path: `abc1234.jpg`, `abc1234h.jpg`, `abc1234_d.webp`, `some-words-abc1234`. */
export function imgurPictureId(segment: string): ImgurPictureName | undefined {
  const [stem = "", extension = ""] = segment.split(".");
  const reduced = stem.endsWith("_d");
  const name = (reduced ? stem.slice(0, -2) : stem).split("-").at(-1) ?? "";
  if (!/^[A-Za-z0-9]{5,8}$/.test(name)) return undefined;
  if (reduced) return { id: name, extension, size: "d" };
  // Ids have 5 or 7 characters; one more is a size's letter.
  const sized = /^(?:.{5}|.{7})[sbtmlhrg]$/.test(name);
  return sized
    ? { id: name.slice(0, -1), extension, size: name.slice(-1) }
    : { id: name, extension, size: "" };
}
