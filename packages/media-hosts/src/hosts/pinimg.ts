import { nothing, original, picture, reduced } from "../link-readings.ts";
import type { MediaHost } from "../media-host.ts";

/** Pinterest's files: the first folder is the width, `originals` the upload, which some pictures refuse. */
export const pinimg: MediaHost = {
  name: "pinimg",
  domains: ["i.pinimg.com"],
  read(url) {
    const path = /^\/([^/]+)(\/.+\.[a-z]+)$/.exec(url.pathname);
    if (!path) return nothing("not-a-picture");
    if (path[1] === "originals") return picture(original(url.href));
    return picture(original(`https://i.pinimg.com/originals${path[2]}`), reduced(url.href));
  },
};
