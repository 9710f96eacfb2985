import { pictureKey, type LinkCandidate, type PostRecord } from "@reddit-crawler/message-schema";

import type { KnownPictures } from "../store/known-pictures.ts";
import type { PicturePlace } from "./store-candidate.ts";
import { formerFacts, keptCandidate, type StoredFacts } from "../store/stored-facts.ts";

/** What it takes to find a picture in another post. */
export interface CopyDuplicatePorts {
  /** Without it every picture is downloaded, and none is known to be another's duplicate. */
  knownPictures?: KnownPictures;
  /** The record beside another post's pictures. @throws {RetryableError} when the store could not tell. */
  recordOf: (post: { subreddit: string; postId: string }) => Promise<PostRecord | undefined>;
  storeSignal: AbortSignal;
}

/**
 * Copies the picture from the post that links the same address, when that one has it already: its host is then spared a
 * second request, and each post still has all of its pictures. The other one is then the first with these bytes, unless
 * one is already. Undefined when there is nothing to copy, or when the key is taken by something else. @throws {RetryableError} when the store could not decide.
 */
export async function copyDuplicate(
  candidate: LinkCandidate,
  place: PicturePlace,
  { knownPictures, recordOf, storeSignal }: CopyDuplicatePorts,
): Promise<StoredFacts | undefined> {
  const { message, position, item, duplicateOf } = place;
  if (!knownPictures || !duplicateOf) return undefined;
  const other = await recordOf(duplicateOf);
  const twin = other?.links.find((link) => link.url === candidate.url && link.key !== undefined);
  if (twin?.key === undefined || twin.sha256 === undefined || !twin.contentType) return undefined;

  const { sha256, contentType, bytes } = twin;
  const extension = twin.key.slice(twin.key.lastIndexOf(".") + 1);
  const { post, crawlId } = message;
  const key = pictureKey(post.subreddit, post.id, position, extension, { item });
  const picture = { key, contentType, postId: post.id, crawlId, sourceUrl: candidate.url, sha256 };
  const copied = await knownPictures.copy(twin.key, picture, storeSignal);
  if (copied === undefined || (copied !== "created" && copied.sha256 !== sha256)) return undefined;
  await knownPictures.claim(sha256, twin.key, storeSignal);
  const facts =
    copied === "created"
      ? { outcome: "stored", key, ...(bytes !== undefined && { bytes }), contentType, sha256 }
      : formerFacts(copied, key, crawlId);
  return { ...keptCandidate(candidate), ...facts };
}
