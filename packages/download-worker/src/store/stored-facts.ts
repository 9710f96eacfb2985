import type { LinkCandidate, LinkRecord } from "@reddit-crawler/message-schema";

import type { StoredPicture } from "./picture-store.ts";

/** The part of a link's record that says where its picture is. */
export type StoredFacts = Pick<
  LinkRecord,
  "outcome" | "key" | "bytes" | "sha256" | "contentType" | "url" | "quality"
>;

/** Which copy of a picture was kept. */
export function keptCandidate({ url, quality }: LinkCandidate) {
  return { url, quality };
}

/** What a record says of a picture that was there. One that this crawl itself put, and then did not get to record, is a stored one. */
export function formerFacts(picture: StoredPicture, key: string, crawlId: string) {
  const { bytes, contentType, sha256 } = picture;
  const outcome = picture.crawlId === crawlId ? "stored" : "already-stored";
  return { outcome, key, bytes, contentType, ...(sha256 !== undefined && { sha256 }) };
}
