/** The kinds of files that the replay's hosts hold, by the extension that their bytes deserve. */
export type PictureType = "jpg" | "png" | "gif" | "webp" | "mp4";

/** The kinds that are pictures, moving or not. */
export type StillType = Exclude<PictureType, "mp4">;

/** The content type of each kind of file. */
export const contentTypes: Readonly<Record<PictureType, string>> = {
  jpg: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
  webp: "image/webp",
  mp4: "video/mp4",
};

/** The kind of file that an extension stands for, whatever its case; undefined for others. */
export function typeOfExtension(extension: string): PictureType | undefined {
  const name = extension.toLowerCase();
  if (name === "jpeg") return "jpg";
  return Object.keys(contentTypes).find((type): type is PictureType => type === name);
}
