import type { LinkReading } from "@reddit-crawler/media-hosts";
import type { LinkCandidate } from "@reddit-crawler/message-schema";

/** The copies that a link tells by itself, best first: a page before its cheap tries, since its host knows the true file. */
export function linkCopies(reading: LinkReading & { kind: "picture" | "page" }): LinkCandidate[] {
  if (reading.kind === "picture") return reading.candidates;
  return [{ url: reading.page.href, quality: "original", kind: "page" }, ...reading.candidates];
}
