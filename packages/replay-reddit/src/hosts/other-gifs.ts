import { html, type ReplayHost } from "../network/answer.ts";
import type { PictureShelf } from "../pictures/picture-shelf.ts";
import type { MediaIndex } from "./media-index.ts";
import { pictureAnswer, wantsPage } from "./picture-answer.ts";

/** Plays giphy's and tenor's files: a gif at its own address, and a page to who accepts one. */
export function otherGifs(media: MediaIndex, shelf: PictureShelf): ReplayHost {
  return async ({ url, headers }) => {
    if (!media.hasGif(url)) return html("<h1>404 Not Found</h1>", 404);
    if (wantsPage(headers)) return html("<h1>A cat</h1>");
    return pictureAnswer(await shelf.original(url.host + url.pathname, "gif"), "gif");
  };
}

/** Plays tenor's pages, which name their gif for whoever shares them. */
export function otherPages(media: MediaIndex): ReplayHost {
  return ({ url }) => {
    const picture = media.pagePicture(url);
    return picture === undefined
      ? html("<h1>404 Not Found</h1>", 404)
      : html(`<meta property="og:image" content="${picture}"><h1>A cat</h1>`);
  };
}
