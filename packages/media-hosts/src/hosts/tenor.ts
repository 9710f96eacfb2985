import { nothing, original, picture, unknownPath } from "../link-readings.ts";
import type { MediaHost } from "../media-host.ts";
import { resolvePagePicture } from "../asking/page-picture.ts";

/** tenor: its pages name their gif, its media hosts serve it. */
export const tenor: MediaHost = {
  name: "tenor",
  domains: ["tenor.com", ".tenor.com", "tenor.co", ".tenor.co"],
  read(url) {
    if (/^(?:media\d*|c)\.tenor\.com?$/.test(url.hostname))
      return url.pathname.endsWith("/") ? nothing("not-a-picture") : picture(original(url.href));
    const path = /\/(?:view|gif)\/[^/]+|^\/[A-Za-z0-9]+\.gif$/.exec(url.pathname);
    if (!path) return unknownPath(url);
    return { kind: "page", page: new URL(`https://tenor.com${url.pathname}`), candidates: [] };
  },
  resolve: (page, context) => resolvePagePicture(page, context, tenor.domains),
};
