import { html, redirect, type ReplayHost } from "../network/answer.ts";
import type { PictureShelf } from "../pictures/picture-shelf.ts";
import type { MediaIndex } from "./media-index.ts";
import { pictureAnswer, wantsPage } from "./picture-answer.ts";

/** Plays i.redd.it: originals by `id.ext`. Who accepts a page is sent to one. */
export function redditUploads(media: MediaIndex, shelf: PictureShelf): ReplayHost {
  return async ({ url, headers }) => {
    if (wantsPage(headers))
      return redirect(`https://www.reddit.com/media?url=${encodeURIComponent(url.href)}`);
    const file = url.pathname.slice(1);
    const type = media.upload(file);
    if (!type) return html("<h1>404 Not Found</h1>", 404);
    return pictureAnswer(await shelf.original(uploadSeed(media.sameUpload(file)), type), type);
  };
}

/** The seed of the picture that `id.ext` shows: the same for the original and its copies. */
export function uploadSeed(file: string): string {
  return `upload/${file.split(".")[0]}`;
}
