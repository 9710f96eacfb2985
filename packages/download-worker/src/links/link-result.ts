import {
  albumCover,
  type LinkCandidate,
  type LinkRecord,
  type PictureLink,
} from "@reddit-crawler/message-schema";

import type { StoredPicture } from "../store/picture-store.ts";

/** One picture that a post wants stored: a link, or an item of the album that a link is. */
export interface WantedPicture {
  position: number;
  /** Its place in an album that is one link among others. */
  item?: number;
  /** The page that names it. */
  page?: string;
  foundIn: string;
  /** Every file of the same picture, best first. */
  candidates: readonly LinkCandidate[];
  /** The link of another post to the same address. */
  duplicateOf?: PictureLink["duplicateOf"];
  pending?: string | undefined;
  /** It moves: a still of it is the last choice. */
  animation?: boolean | undefined;
  /** It is an album, whose page was not opened yet: a picture of it is only its cover. */
  album?: boolean | undefined;
}

/** Why a picture could not be decided. */
export interface LinkFailure {
  position: number;
  url: string;
  error: unknown;
}

/** What became of a link: a record per picture that is decided, a failure per picture that is not. */
export interface LinkResult {
  kind: "link-result";
  records: LinkRecord[];
  failures: LinkFailure[];
}

/** The result of a link whose pictures are all decided. */
export function decided(...records: LinkRecord[]): LinkResult {
  return { kind: "link-result", records, failures: [] };
}

/** The part of a record that says where in its post the picture stands. */
export function placeOf({ position, item, page, foundIn }: WantedPicture) {
  return {
    position,
    ...(item !== undefined && { item }),
    ...(page !== undefined && { page }),
    foundIn,
  };
}

interface StoredFacts {
  bytes?: number | undefined;
  contentType: string;
  sha256?: string | undefined;
  /** What is wrong with it, though it is the best that can be had. */
  reason?: string | undefined;
}

/** The record of a picture that is in the store under `key`; `candidate` is the one that was kept. */
export function storedRecord(
  wanted: WantedPicture,
  { url, quality }: LinkCandidate,
  outcome: "stored" | "already-stored",
  key: string,
  { bytes, contentType, sha256, reason: fault }: StoredFacts,
): LinkRecord {
  const reason = wanted.album ? albumCover : fault;
  const facts = { ...(bytes !== undefined && { bytes }), ...(sha256 !== undefined && { sha256 }) };
  return {
    ...placeOf(wanted),
    url,
    quality,
    outcome,
    ...(reason !== undefined && { reason }),
    key,
    contentType,
    ...facts,
  };
}

/** The outcome of a picture that was there. One that this crawl put, and then did not get to record, is a stored one. */
export function outcomeOf(picture: StoredPicture, crawlId: string): "stored" | "already-stored" {
  return picture.crawlId === crawlId ? "stored" : "already-stored";
}
