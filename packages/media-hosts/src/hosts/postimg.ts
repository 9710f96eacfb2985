import { namedFile, unknownPath, unsupportedAlbum } from "../link-readings.ts";
import type { MediaHost } from "../media-host.ts";
import { resolvePagePicture } from "../asking/page-picture.ts";

/** Names of one host: the first, which `postimg.cc/ID` stands on, and those of its older and its other site. */
const sites = [
  "postimg.cc",
  "postimg.org",
  "postimages.org",
  "postimages.cc",
  "postimage.org",
  "postlmg.cc",
];
const otherSites = ["pixxxels.cc", "pixxxels.org"];

/** Postimages: `i.postimg.cc` serves files, `postimg.cc/ID` is the page of one. */
export const postimg: MediaHost = {
  name: "postimg",
  domains: [...sites, ...otherSites].flatMap((site) => [site, `.${site}`]),
  read(url) {
    if (/^(?:i|s\d+)\./.test(url.hostname)) return namedFile(url);
    if (/^\/gallery\/./.test(url.pathname)) return unsupportedAlbum();
    const id = /^\/(?:image\/)?([A-Za-z0-9]{6,12})(?:\/[A-Za-z0-9]+)?\/?$/.exec(url.pathname)?.[1];
    if (id === undefined || id === "gallery") return unknownPath(url);
    const site = url.hostname.includes("pixxxels") ? "pixxxels.cc" : "postimg.cc";
    return { kind: "page", page: new URL(`https://${site}/${id}`), candidates: [] };
  },
  resolve: (page, context) => resolvePagePicture(page, context, postimg.domains),
};
