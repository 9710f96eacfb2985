import { guessed, namedFile, nothing, original, picture, reduced } from "../link-readings.ts";
import type { HostReading, MediaHost } from "../media-host.ts";

/**
 * Wikimedia's files: a thumbnail's path holds the path of its original, a file's page its name, and an article's address
 * the file that its viewer shows.
 */
export const wikimedia: MediaHost = {
  name: "wikimedia",
  domains: [
    "upload.wikimedia.org",
    "commons.wikimedia.org",
    "commons.m.wikimedia.org",
    ".wikipedia.org",
  ],
  read(url, { fragment = "" }) {
    if (url.hostname !== "upload.wikimedia.org") return readFilePage(url, fragment);
    const thumbnail = /^(\/.+)\/thumb(\/[0-9a-f]\/[0-9a-f]{2}\/[^/]+)\/[^/]+$/.exec(url.pathname);
    if (thumbnail)
      return picture(
        guessed(original(`https://upload.wikimedia.org${thumbnail[1]}${thumbnail[2]}`)),
        reduced(url.href),
      );
    return namedFile(url);
  },
};

/**
 * `/wiki/File:NAME`, in any language's word for a file, or an article with `#/media/File:NAME`, whose file
 * `Special:FilePath` redirects to (https://www.mediawiki.org/wiki/Help:Linking_to_files).
 */
function readFilePage(url: URL, fragment: string): HostReading {
  const name =
    /^\/media\/[^/:]+:([^/]+\.[A-Za-z]+)$/.exec(fragment)?.[1] ??
    /^\/wiki\/(?:[^/:]+:|Special:FilePath\/)([^/]+\.[A-Za-z]+)$/i.exec(url.pathname)?.[1];
  if (name === undefined || !/\.(?:jpe?g|png|gif|webp|tiff?|svg|webm|xcf)$/i.test(name))
    return nothing("not-a-picture");
  const site = url.hostname.replace(".m.", ".");
  return picture(guessed(original(`https://${site}/wiki/Special:FilePath/${name}`)));
}
