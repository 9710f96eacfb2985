import { guessed, original, picture, reduced, unknownPath } from "../link-readings.ts";
import type { MediaHost } from "../media-host.ts";

/** Pictures of Twitter posts: `name=orig` asks for the upload, in whichever form the link was written. */
export const twimg: MediaHost = {
  name: "twimg",
  domains: ["pbs.twimg.com", ".twimg.com"],
  read(url) {
    const path = /^\/media\/([A-Za-z0-9_-]+)(?:\.([a-z]+))?(?::[a-z0-9]+)?$/i.exec(url.pathname);
    const format = (path?.[2] ?? url.searchParams.get("format"))?.toLowerCase();
    if (url.hostname !== "pbs.twimg.com" || !path || !format || !/^[a-z]{3,4}$/.test(format))
      return unknownPath(url);
    const upload = `https://pbs.twimg.com/media/${path[1]}?format=${format}&name=orig`;
    return url.href === upload
      ? picture(original(upload))
      : picture(guessed(original(upload)), reduced(url.href));
  },
};
