import type { LinkCandidate } from "@reddit-crawler/message-schema";

import type { LinkReading } from "./media-host.ts";

/** Says that a link is one picture, to be had from `candidates`, best first. */
export function picture(...candidates: LinkCandidate[]): LinkReading {
  return { kind: "picture", candidates };
}

/** Says that a link holds no picture, for good. */
export function nothing(reason: string): LinkReading {
  return { kind: "nothing", reason };
}

/** Says that a link is an album, on a host whose albums cannot be opened. */
export function unsupportedAlbum(): LinkReading {
  return { kind: "nothing", reason: "album-not-supported", isAlbum: true };
}

/** The file as it was uploaded. */
export function original(url: string): LinkCandidate {
  return { url, quality: "original" };
}

/** A re-encoded or smaller copy of the file. */
export function reduced(url: string): LinkCandidate {
  return { url, quality: "reduced" };
}

/**
 * An address that a rule makes of a link or an id, and that nobody linked. It is `original` only where nothing but the
 * upload can be at it.
 */
export function guessed(candidate: LinkCandidate): LinkCandidate {
  return { ...candidate, guessed: true };
}

/** A link to a picture host's own file, as it is; nothing where its path does not end with a file's name. */
export function namedFile(url: URL): LinkReading {
  return /[^/]\.[A-Za-z]+$/.test(url.pathname)
    ? picture(original(url.href))
    : nothing("not-a-picture");
}

const pictureExtension =
  /[^/]\.(?:jpe?g|jpe|jfif|png|apng|gif|webp|avif|bmp|tiff?|heic|heif|jxl)$/i;

/** Whether the path of `url` ends like a picture's. */
export function endsLikePicture(url: URL): boolean {
  return pictureExtension.test(url.pathname);
}

/**
 * What a host's file says of an address that it has no rule for: a picture where the path ends like one, so that no
 * known host is known less well than an unknown one; else nothing, for `reason`.
 */
export function unknownPath(url: URL, reason = "not-a-picture"): LinkReading {
  return endsLikePicture(url) ? picture(original(url.href)) : nothing(reason);
}
