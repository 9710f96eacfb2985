import { html, type ReplayHost } from "../network/answer.ts";
import type { PictureShelf } from "../pictures/picture-shelf.ts";
import type { MediaIndex } from "./media-index.ts";
import { pictureAnswer } from "./picture-answer.ts";

/** Plays v.redd.it: the files without sound, `id/CMAF_720.mp4` and the like. */
export function redditVideos(media: MediaIndex, shelf: PictureShelf): ReplayHost {
  return async ({ url }) => {
    const [, id = "", file = ""] = url.pathname.split("/");
    if (!media.hasVideo(id) || !/^(CMAF|DASH)_\w+(\.mp4)?$/.test(file))
      return html("<h1>403 Forbidden</h1>", 403);
    return pictureAnswer(await shelf.original(`video/${id}/${file}`, "mp4"), "mp4");
  };
}
