import { namedFile, original, picture, reduced } from "../link-readings.ts";
import type { MediaHost } from "../media-host.ts";

/** Wikimedia's files: a thumbnail's path holds the path of its original. */
export const wikimedia: MediaHost = {
  name: "wikimedia",
  domains: ["upload.wikimedia.org"],
  read(url) {
    const thumbnail = /^(\/.+)\/thumb(\/[0-9a-f]\/[0-9a-f]{2}\/[^/]+)\/[^/]+$/.exec(url.pathname);
    if (thumbnail)
      return picture(
        original(`https://upload.wikimedia.org${thumbnail[1]}${thumbnail[2]}`),
        reduced(url.href),
      );
    return namedFile(url);
  },
};
