import { namedFile, nothing } from "../link-readings.ts";
import type { MediaHost } from "../media-host.ts";
import { resolvePagePicture } from "../asking/page-picture.ts";

/** ImgBB: `i.ibb.co` serves files, `ibb.co/ID` is the page of one. */
export const ibb: MediaHost = {
  name: "ibb",
  domains: ["ibb.co", "www.ibb.co", "i.ibb.co", "image.ibb.co"],
  read(url) {
    if (/^(?:i|image)\./.test(url.hostname)) return namedFile(url);
    const id = /^\/([A-Za-z0-9]{5,10})\/?$/.exec(url.pathname)?.[1];
    if (id === undefined || id === "album" || id === "upload") return nothing("not-a-picture");
    return { kind: "page", page: new URL(`https://ibb.co/${id}`), candidates: [] };
  },
  resolve: (page, context) => resolvePagePicture(page, context, ibb.domains),
};
