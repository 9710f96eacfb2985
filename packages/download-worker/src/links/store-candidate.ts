import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import {
  pictureKey,
  type LinkCandidate,
  type PictureLink,
  type PostMessage,
} from "@reddit-crawler/message-schema";

import { copyDuplicate, type CopyDuplicatePorts } from "./copy-duplicate.ts";
import type { Deadline } from "../time/deadline.ts";
import { fetchPicture, type FetchPorts } from "../fetch/fetch-picture.ts";
import { noPicture, type NoPicture } from "./no-picture.ts";
import { outOfTime } from "../time/out-of-time.ts";
import { sourceUrlText, type PictureStore } from "../store/picture-store.ts";
import type { PictureType } from "../bytes/picture-type.ts";
import type { Turns } from "../hosts/pace.ts";
import { formerFacts, keptCandidate, type StoredFacts } from "../store/stored-facts.ts";
import { withTimeLimit } from "../time/time-limit.ts";

/**
 * What it takes to store one candidate. `startSignal` fires when nothing new shall begin, `storeSignal` when stores have
 * to be over.
 */
export interface StoreCandidatePorts extends FetchPorts, CopyDuplicatePorts {
  store: PictureStore;
  deadline: Deadline;
  startSignal: AbortSignal;
  storeSignal: AbortSignal;
  turns: Turns;
}

/** Which picture of which post is stored. */
export interface PicturePlace {
  message: PostMessage;
  position: number;
  /** Its place in an album that is one link among others. */
  item: number | undefined;
  /** Every file of the same picture. */
  candidates: readonly LinkCandidate[];
  /** The link of another post to the same address. */
  duplicateOf?: PictureLink["duplicateOf"];
}

/**
 * Downloads `candidate` and stores it, copies it from another post, or finds it stored. When its key holds another picture, which an edited post can
 * bring about, it is downloaded once more and stored under a key that its own bytes name.
 * @throws {RetryableError} when the host, the network or the store could not decide, or the time is up.
 */
export async function storeCandidate(
  candidate: LinkCandidate,
  place: PicturePlace,
  ports: StoreCandidatePorts,
): Promise<StoredFacts | NoPicture> {
  const copied = await copyDuplicate(candidate, place, ports);
  if (copied) return copied;
  const first = await attempt(candidate, place, undefined, ports);
  if (!("keyTakenFrom" in first)) return first;
  const second = await attempt(candidate, place, first.keyTakenFrom.slice(0, 8), ports);
  if (!("keyTakenFrom" in second)) return second;
  throw new RetryableError("changing-picture", "the host sends another picture every time");
}

async function attempt(
  candidate: LinkCandidate,
  place: PicturePlace,
  edition: string | undefined,
  ports: StoreCandidatePorts,
): Promise<StoredFacts | NoPicture | { keyTakenFrom: string }> {
  const { message, position, item, candidates } = place;
  const { post, crawlId } = message;
  const url = URL.parse(candidate.url);
  if (!url) return noPicture("refused", "unreadable-url");
  const keyFor = ({ extension }: PictureType) =>
    pictureKey(post.subreddit, post.id, position, extension, { item, edition });
  const open = (type: PictureType) =>
    ports.store.open(
      {
        key: keyFor(type),
        contentType: type.contentType,
        postId: post.id,
        crawlId,
        sourceUrl: candidate.url,
      },
      ports.storeSignal,
    );
  return ports.turns(url, ports.startSignal, async () => {
    const timeMs = ports.deadline.downloadTimeMs(ports.clock.now());
    if (timeMs === undefined) throw outOfTime();
    const fetched = await withTimeLimit(ports.clock, timeMs, (signal) =>
      fetchPicture(url, open, ports, signal),
    );
    if (fetched.kind === "no-picture") return fetched;

    const { sha256, bytes, type } = fetched;
    const key = keyFor(type);
    const completed = await fetched.upload.complete(sha256);
    if (completed === "created") {
      const { contentType } = type;
      const facts = { key, bytes, sha256, contentType };
      return { ...keptCandidate(candidate), outcome: "stored", ...facts };
    }
    const kept =
      completed.sha256 === sha256
        ? candidate
        : candidates.find((each) => sourceUrlText(each.url) === completed.sourceUrl);
    return kept
      ? { ...keptCandidate(kept), ...formerFacts(completed, key, crawlId) }
      : { keyTakenFrom: sha256 };
  });
}
