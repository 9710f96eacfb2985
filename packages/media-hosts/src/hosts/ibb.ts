import {
  namedFile,
  nothing,
  picture,
  reduced,
  unknownPath,
  unsupportedAlbum,
} from "../link-readings.ts";
import type { MediaHost } from "../media-host.ts";
import { resolvePagePicture } from "../asking/page-picture.ts";

/** ImgBB: `i.ibb.co` serves files, `ibb.co/ID` is the page of one. */
export const ibb: MediaHost = {
  name: "ibb",
  domains: ["ibb.co", ".ibb.co", "ibb.co.com", ".ibb.co.com", "imgbb.com", ".imgbb.com"],
  read(url) {
    if (/^(?:i|image)\./.test(url.hostname)) return namedFile(url);
    if (/^(?:preview|thumb)\./.test(url.hostname))
      return namedFile(url).kind === "picture"
        ? picture(reduced(url.href))
        : nothing("not-a-picture");
    if (/^\/album\/./.test(url.pathname)) return unsupportedAlbum();
    const id = /^\/([A-Za-z0-9]{5,10})\/?$/.exec(url.pathname)?.[1];
    if (
      id === undefined ||
      ownPages.has(id) ||
      !/^(?:www\.)?(?:ibb\.co|imgbb\.com)/.test(url.hostname)
    )
      return unknownPath(url);
    return { kind: "page", page: new URL(`https://ibb.co/${id}`), candidates: [] };
  },
  resolve: (page, context) => resolvePagePicture(page, context, ibb.domains),
};

/** Paths of ImgBB's own pages, which would otherwise pass for ids. */
const ownPages = new Set("about album login plugin privacy signup upload uploads".split(" "));
