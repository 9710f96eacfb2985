import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { pictureKey, type LinkCandidate, type LinkRecord } from "@reddit-crawler/message-schema";

import type { PictureType } from "@reddit-crawler/function-runtime/pictures/picture-type";
import { fetchPicture } from "../fetch/fetch-picture.ts";
import type { LinkJob } from "../post-job.ts";
import { isSoleFile } from "../records/sole-picture.ts";
import { sourceUrlText } from "../store/picture-store.ts";
import { withDownloadTime } from "../time/deadline.ts";
import type { WorkerWorld } from "../world.ts";
import { copyDuplicate } from "./copy-duplicate.ts";
import { outcomeOf, storedRecord, type WantedPicture } from "./link-result.ts";
import { noPicture, type NoPicture } from "../bytes/no-picture.ts";

/** A candidate whose picture is in the store. */
export interface StoredCandidate {
  kind: "stored";
  record: LinkRecord;
}

/** A picture, known by its bytes, whose key holds another one. */
interface KeyTaken {
  kind: "key-taken";
  sha256: string;
}

/**
 * Downloads `candidate` and stores it, copies it from another post, or finds it stored. When its key holds another
 * picture, which an edited post can bring about, it is downloaded once more and stored under a key that its bytes name.
 * With `takesSpare` a file with a fault counts, and the record says which.
 * @throws {RetryableError} when the host, the network or the store could not decide, or the time is up.
 */
export async function storeCandidate(
  candidate: LinkCandidate,
  wanted: WantedPicture,
  world: WorkerWorld,
  job: LinkJob,
  takesSpare = false,
): Promise<StoredCandidate | NoPicture> {
  const copied = await copyDuplicate(candidate, wanted, world, job);
  if (copied) return { kind: "stored", record: copied };
  const first = await download(candidate, { ...wanted, takesSpare }, undefined, world, job);
  if (first.kind !== "key-taken") return first;
  const edition = first.sha256.slice(0, 8);
  const second = await download(candidate, { ...wanted, takesSpare }, edition, world, job);
  if (second.kind !== "key-taken") return second;
  throw new RetryableError("changing-picture", "the host sends another picture every time");
}

async function download(
  candidate: LinkCandidate,
  wanted: WantedPicture & { takesSpare: boolean },
  edition: string | undefined,
  world: WorkerWorld,
  { message, sole, firstAttempt, deadline, startSignal, storeSignal }: LinkJob,
): Promise<StoredCandidate | NoPicture | KeyTaken> {
  const { position, item, candidates, animation, takesSpare } = wanted;
  const terms = { animation, takesSpare, isFurtherAttempt: !firstAttempt };
  const { post, crawlId } = message;
  const url = URL.parse(candidate.url);
  if (!url) return noPicture("refused", "unreadable-url");
  const keyFor = ({ extension }: PictureType) =>
    pictureKey(post.subreddit, post.id, position, extension, { item, edition });
  const open = (type: PictureType) => {
    const isSole =
      !takesSpare && edition === undefined && isSoleFile(message, candidate, type.extension);
    const facts = { postId: post.id, crawlId, sourceUrl: candidate.url, isSole };
    return world.store.open(
      { key: keyFor(type), contentType: type.contentType, ...facts },
      storeSignal,
    );
  };
  return world.atPace(url, startSignal, async () => {
    const fetched = await withDownloadTime(world.clock, deadline, (signal) =>
      fetchPicture(url, open, world, signal, terms),
    );
    if (fetched.kind === "no-picture") return fetched;
    await world.cooldowns.end(url.hostname);

    const { sha256, bytes, type, fault: reason } = fetched;
    const { contentType } = type;
    const key = keyFor(type);
    const there = await fetched.upload.complete(sha256);
    if (there === "created-sole") sole.add(key);
    if (there === "created" || there === "created-sole") {
      const facts = { bytes, contentType, sha256, reason };
      return { kind: "stored", record: storedRecord(wanted, candidate, "stored", key, facts) };
    }
    const kept =
      there.sha256 === sha256
        ? candidate
        : candidates.find((each) => sourceUrlText(each.url) === there.sourceUrl);
    if (!kept) return { kind: "key-taken", sha256 };
    if (there.isSole && isSoleFile(message, kept, type.extension)) sole.add(key);
    const facts = { ...there, ...(kept === candidate && { reason }) };
    const record = storedRecord(wanted, kept, outcomeOf(there, crawlId), key, facts);
    return { kind: "stored", record };
  });
}
