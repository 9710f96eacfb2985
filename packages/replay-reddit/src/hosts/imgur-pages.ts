import { html, type ReplayHost } from "../network/answer.ts";
import { imgurPictureId } from "./imgur-id.ts";
import type { MediaIndex } from "./media-index.ts";

/** Plays imgur.com's pages: an `og:image` of the picture, or of an album's first one; 404 where there is nothing. */
export function imgurPages(media: MediaIndex): ReplayHost {
  return ({ url }) => {
    const segment = url.pathname.replace(/\/+$/, "").split("/").at(-1) ?? "";
    const album = media.imgurAlbum(segment.split("-").at(-1) ?? "");
    const id = album ? album[0] : imgurPictureId(segment)?.id;
    if (id === undefined || !media.imgurPicture(id)) return html("<h1>Zoinks! 404</h1>", 404);
    return html(
      `<meta property="og:image" content="https://i.imgur.com/${id}.jpg?fb"><h1>Imgur</h1>`,
    );
  };
}
