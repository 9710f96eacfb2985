import { html, redirect, type ReplayHost } from "../network/answer.ts";
import type { PictureShelf } from "../pictures/picture-shelf.ts";
import { typeOfExtension, type StillType } from "../pictures/picture-type.ts";
import type { MediaIndex } from "./media-index.ts";
import { pictureAnswer, wantsPage } from "./picture-answer.ts";

/** The seed of the picture that `id.ext` shows: the same for the original and its copies. */
function uploadSeed(file: string): string {
  return `upload/${file.split(".")[0]}`;
}

/** Plays i.redd.it: originals by `id.ext`. A client that accepts a page is sent to one. */
export function redditUploads({ uploads, quirks }: MediaIndex, shelf: PictureShelf): ReplayHost {
  return async ({ url, headers }) => {
    if (wantsPage(headers))
      return redirect(`https://www.reddit.com/media?url=${encodeURIComponent(url.href)}`);
    const name = url.pathname.slice(1);
    const file = quirks.sameAs?.[name] ?? name;
    const type = uploads.get(file);
    if (!type) return html("<h1>404 Not Found</h1>", 404);
    const picture = await shelf.original(uploadSeed(file), type);
    return pictureAnswer(quirks.cut?.includes(file) ? picture.subarray(0, -2) : picture, type);
  };
}

/** Plays v.redd.it: the files without sound, `id/CMAF_720.mp4` and the like. */
export function redditVideos({ videos }: MediaIndex, shelf: PictureShelf): ReplayHost {
  return async ({ url }) => {
    const [, id = "", file = ""] = url.pathname.split("/");
    if (!videos.has(id) || !/^(CMAF|DASH)_\w+(\.mp4)?$/.test(file))
      return html("<h1>403 Forbidden</h1>", 403);
    return pictureAnswer(await shelf.original(`video/${id}/${file}`, "mp4"), "mp4");
  };
}

/**
 * Plays preview.redd.it, external-preview.redd.it and the signed hosts of earlier years: re-encoded copies for exactly
 * the URLs that the listing holds. Any other query answers 403, as a wrong signature does.
 */
export function signedCopies({ isSigned }: MediaIndex, shelf: PictureShelf): ReplayHost {
  return async ({ url, headers }) => {
    if (!isSigned(url)) return html("<h1>403 Forbidden</h1>", 403);
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
