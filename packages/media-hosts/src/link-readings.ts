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

/** The file as it was uploaded. */
export function original(url: string): LinkCandidate {
  return { url, quality: "original" };
}

/** A re-encoded or smaller copy of the file. */
export function reduced(url: string): LinkCandidate {
  return { url, quality: "reduced" };
}

/** A link to a picture host's own file, as it is; nothing where its path does not end with a file's name. */
export function namedFile(url: URL): LinkReading {
  return /[^/]\.[A-Za-z]+$/.test(url.pathname)
    ? picture(original(url.href))
    : nothing("not-a-picture");
}
