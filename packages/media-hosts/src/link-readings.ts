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
