import { extname } from "node:path";

import type { GalleryPicture } from "../contract/gallery-post.ts";

/** Every kind of file that the download stage stores, by extension; nothing else is ever sent to a browser. */
const mediaTypes = new Map<string, { contentType: string; shownAs: GalleryPicture["shownAs"] }>([
  [".jpg", { contentType: "image/jpeg", shownAs: "image" }],
  [".png", { contentType: "image/png", shownAs: "image" }],
  [".webp", { contentType: "image/webp", shownAs: "image" }],
  [".avif", { contentType: "image/avif", shownAs: "image" }],
  [".bmp", { contentType: "image/bmp", shownAs: "image" }],
  [".gif", { contentType: "image/gif", shownAs: "animation" }],
  [".mp4", { contentType: "video/mp4", shownAs: "video" }],
  [".webm", { contentType: "video/webm", shownAs: "video" }],
  [".heic", { contentType: "image/heic", shownAs: "file" }],
  [".tiff", { contentType: "image/tiff", shownAs: "file" }],
  [".jxl", { contentType: "image/jxl", shownAs: "file" }],
]);

/** The content type of a stored file; undefined when it is none that the pipeline stores. */
export function contentTypeOf(path: string): string | undefined {
  return mediaTypes.get(extname(path))?.contentType;
}

/** How a browser shows a stored file. */
export function shownAs(path: string): GalleryPicture["shownAs"] {
  return mediaTypes.get(extname(path))?.shownAs ?? "file";
}
