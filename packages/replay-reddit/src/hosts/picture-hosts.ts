import type { ReplayHost } from "../network/answer.ts";
import type { PictureShelf } from "../pictures/picture-shelf.ts";
import { otherGifs, otherPages, redgifsApi, redgifsFiles } from "./gif-hosts.ts";
import { imgurApi } from "./imgur-api.ts";
import { imgurFiles, imgurPages } from "./imgur-files.ts";
import { imgurScript } from "./imgur-home.ts";
import type { MediaIndex } from "./media-index.ts";
import { redditUploads, redditVideos, signedCopies } from "./reddit-media.ts";

/** Every picture host that the replay plays, by its name. */
export function pictureHosts(media: MediaIndex, shelf: PictureShelf): Map<string, ReplayHost> {
  const files = imgurFiles(media, shelf);
  const pages = imgurPages(media);
  const copies = signedCopies(media, shelf);
  const gifs = otherGifs(media, shelf);
  return new Map([
    ["i.redd.it", redditUploads(media, shelf)],
    ["preview.redd.it", copies],
    ["external-preview.redd.it", copies],
    ["i.reddituploads.com", copies],
    ["i.redditmedia.com", copies],
    ["g.redditmedia.com", copies],
    ["a.thumbs.redditmedia.com", copies],
    ["b.thumbs.redditmedia.com", copies],
    ["v.redd.it", redditVideos(media, shelf)],
    ["i.imgur.com", files],
    ["i.imgur.io", files],
    ["imgur.com", pages],
    ["www.imgur.com", pages],
    ["m.imgur.com", pages],
    ["imgur.io", pages],
    ["s.imgur.com", imgurScript],
    ["api.imgur.com", imgurApi(media)],
    ["api.redgifs.com", redgifsApi(media)],
    ["media.redgifs.com", redgifsFiles(media, shelf)],
    ["i.giphy.com", gifs],
    ["media.tenor.com", gifs],
    ["tenor.com", otherPages(media)],
    ["gph.is", otherPages(media)],
  ]);
}
