import { guessed, nothing, original, picture, reduced } from "../link-readings.ts";
import type { MediaHost } from "../media-host.ts";

/** Pinterest's files: the first folder is the width, `originals` the upload, which some pictures refuse. */
export const pinimg: MediaHost = {
  name: "pinimg",
  // Before `i.` there were caches such as `s-media-cache-ak0.`, whose paths `i.` still serves.
  domains: ["i.pinimg.com", ".pinimg.com"],
  read(url) {
    const path = /^\/([^/]+)(\/.+\.[a-z]+)$/i.exec(url.pathname);
    if (!path) return nothing("not-a-picture");
    const upload = `https://i.pinimg.com/originals${path[2]}`;
    if (path[1] !== "originals") return picture(guessed(original(upload)), reduced(url.href));
    return picture(original(url.href));
  },
};
