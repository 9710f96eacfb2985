import { nothing, original, picture, reduced } from "../link-readings.ts";
import type { MediaHost } from "../media-host.ts";

/** Pictures of Twitter posts: `name=orig` asks for the upload, in whichever form the link was written. */
export const twimg: MediaHost = {
  name: "twimg",
  domains: ["pbs.twimg.com"],
  read(url) {
    const path = /^\/media\/([A-Za-z0-9_-]+)(?:\.([a-z]+))?(?::[a-z]+)?$/.exec(url.pathname);
    const format = path?.[2] ?? url.searchParams.get("format");
    if (!path || !format || !/^[a-z]{3,4}$/.test(format)) return nothing("not-a-picture");
    const upload = `https://pbs.twimg.com/media/${path[1]}?format=${format}&name=orig`;
    return url.href === upload
      ? picture(original(upload))
      : picture(original(upload), reduced(url.href));
  },
};
