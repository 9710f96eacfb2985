import { namedFile, nothing } from "../link-readings.ts";
import type { MediaHost } from "../media-host.ts";
import { resolvePagePicture } from "../asking/page-picture.ts";

/** Postimages: `i.postimg.cc` serves files, `postimg.cc/ID` is the page of one. */
export const postimg: MediaHost = {
  name: "postimg",
  domains: ["postimg.cc", ".postimg.cc", "postimg.org", ".postimg.org"],
  read(url) {
    if (/^(?:i|s\d+)\.postimg\./.test(url.hostname)) return namedFile(url);
    const id = /^\/(?:image\/)?([A-Za-z0-9]{6,12})(?:\/[A-Za-z0-9]+)?\/?$/.exec(url.pathname)?.[1];
    if (id === undefined || id === "gallery") return nothing("not-a-picture");
    return { kind: "page", page: new URL(`https://postimg.cc/${id}`), candidates: [] };
  },
  resolve: (page, context) => resolvePagePicture(page, context, postimg.domains),
};
