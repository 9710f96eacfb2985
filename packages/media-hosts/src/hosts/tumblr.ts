import { guessed, nothing, original, picture, reduced } from "../link-readings.ts";
import type { MediaHost } from "../media-host.ts";

/**
 * tumblr's files: the older form names its width, of which 1,280 is the most that tumblr makes, and smaller than many an
 * upload; the newer one is bound to its page and stays.
 */
export const tumblr: MediaHost = {
  name: "tumblr",
  domains: ["media.tumblr.com", ".media.tumblr.com", "data.tumblr.com", "static.tumblr.com"],
  read(url) {
    if (url.pathname.endsWith("/")) return nothing("not-a-picture");
    const largest = url.pathname.replace(/_(?:75sq|\d{2,3})(?=\.[a-z]+$)/i, "_1280");
    if (largest === url.pathname)
      return picture(/_1280\.[a-z]+$/i.test(largest) ? original(url.href) : reduced(url.href));
    return picture(guessed(reduced(`https://${url.hostname}${largest}`)), reduced(url.href));
  },
};
