import { guessed, original, picture, reduced, unknownPath } from "../link-readings.ts";
import type { MediaHost } from "../media-host.ts";

/**
 * Pictures of Twitter posts: `name=orig` asks for the upload, in whichever form the link was written. Of stills of videos
 * and pictures of cards the linked size is taken.
 */
export const twimg: MediaHost = {
  name: "twimg",
  domains: ["pbs.twimg.com", ".twimg.com"],
  read(url) {
    const path = /^\/media\/([A-Za-z0-9_-]+)(?:\.([a-z]+))?(?::[a-z0-9]+)?$/i.exec(url.pathname);
    const format = (path?.[2] ?? url.searchParams.get("format"))?.toLowerCase();
    if (url.hostname !== "pbs.twimg.com") return unknownPath(url);
    if (!path || !format || !/^[a-z]{3,4}$/.test(format))
      return isSized(url) ? picture(reduced(url.href)) : unknownPath(url);
    const upload = `https://pbs.twimg.com/media/${path[1]}?format=${format}&name=orig`;
    return url.href === upload
      ? picture(original(upload))
      : picture(guessed(original(upload)), reduced(url.href));
  },
};

/** Whether an address names a picture's format or size in one of Twitter's two ways. */
function isSized(url: URL): boolean {
  return (
    /[^/]\.(?:jpg|png|webp):[a-z0-9]+$/i.test(url.pathname) ||
    (/[^/]$/.test(url.pathname) && /^[a-z]{3,4}$/i.test(url.searchParams.get("format") ?? ""))
  );
}
