import { html, type ReplayHost } from "../network/answer.ts";
import type { PictureShelf } from "../pictures/picture-shelf.ts";
import { typeOfExtension, type StillType } from "../pictures/picture-type.ts";
import type { MediaIndex } from "./media-index.ts";
import { pictureAnswer } from "./picture-answer.ts";
import { uploadSeed } from "./reddit-uploads.ts";

/**
 * Plays preview.redd.it, external-preview.redd.it and the signed hosts of earlier years: re-encoded copies for exactly
 * the URLs that the listing holds. Any other query answers 403, as a wrong signature does.
 */
export function signedCopies(media: MediaIndex, shelf: PictureShelf): ReplayHost {
  return async ({ url, headers }) => {
    if (!media.isSigned(url)) return html("<h1>403 Forbidden</h1>", 403);
    const file = url.pathname.slice(1).split("-v0-").at(-1) ?? "";
    const format = url.searchParams.get("format");
    const seed = uploadSeed(file);
    if (format === "mp4") return pictureAnswer(await shelf.original(seed, "mp4"), "mp4");
    const written = typeOfExtension(file.split(".").at(-1) ?? "");
    const type: StillType = written === undefined || written === "mp4" ? "jpg" : written;
    const width = Number(url.searchParams.get("width")) || 960;
    const copyType = copyTypeOf(type, format, headers["accept"] ?? "", url);
    return pictureAnswer(await shelf.copy(seed, type, copyType, width), copyType);
  };
}

function copyTypeOf(type: StillType, format: string | null, accept: string, url: URL): StillType {
  if (url.searchParams.get("auto") === "webp" && accept.includes("image/webp")) return "webp";
  if (format === "png8") return "png";
  if (format === "pjpg" || format === "jpg") return "jpg";
  return type;
}
