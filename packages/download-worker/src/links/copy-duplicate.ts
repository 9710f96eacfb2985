import { pictureKey, type LinkCandidate, type LinkRecord } from "@reddit-crawler/message-schema";

import type { LinkJob } from "../post-job.ts";
import { findSole } from "../records/sole-picture.ts";
import type { WorkerWorld } from "../world.ts";
import { outcomeOf, storedRecord, type WantedPicture } from "./link-result.ts";

/**
 * Copies the picture from the post that links the same address, when that one has it already: its host is then spared a
 * second request, and each post still has all of its pictures. The other one is then the first with these bytes, unless
 * one is already. Undefined when there is nothing to copy, or when the key is taken by something else.
 * @throws {RetryableError} when the store could not decide.
 */
export async function copyDuplicate(
  candidate: LinkCandidate,
  wanted: WantedPicture,
  { knownPictures, store }: WorkerWorld,
  { message, recordOf, storeSignal }: LinkJob,
): Promise<LinkRecord | undefined> {
  const { position, item, duplicateOf } = wanted;
  if (!duplicateOf) return undefined;
  const soleTwin = async () => {
    const { subreddit, postId: id, position: place } = duplicateOf;
    const link = { position: place, foundIn: wanted.foundIn, candidates: [candidate] };
    return (await findSole({ subreddit, id }, link, store, storeSignal))?.link;
  };
  const other = await recordOf(duplicateOf);
  // One with a reason is the best that the other post could have, and this one may have another candidate.
  const twin = other
    ? other.links.find(
        (link) => link.url === candidate.url && link.key !== undefined && link.reason === undefined,
      )
    : await soleTwin();
  if (twin?.key === undefined || twin.sha256 === undefined || !twin.contentType) return undefined;

  const { sha256, contentType, bytes } = twin;
  const extension = twin.key.slice(twin.key.lastIndexOf(".") + 1);
  const { post, crawlId } = message;
  const key = pictureKey(post.subreddit, post.id, position, extension, { item });
  const picture = { key, contentType, postId: post.id, crawlId, sourceUrl: candidate.url, sha256 };
  const copied = await knownPictures.copy(twin.key, picture, storeSignal);
  if (copied === undefined || (copied !== "created" && copied.sha256 !== sha256)) return undefined;
  await knownPictures.claim(sha256, twin.key, storeSignal);
  return copied === "created"
    ? storedRecord(wanted, candidate, "stored", key, { bytes, contentType, sha256 })
    : storedRecord(wanted, candidate, outcomeOf(copied, crawlId), key, copied);
}
