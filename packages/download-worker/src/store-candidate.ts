import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import {
  pictureKey,
  type LinkCandidate,
  type LinkRecord,
  type PostMessage,
} from "@reddit-crawler/message-schema";

import type { Deadline } from "./deadline.ts";
import { fetchPicture, type FetchPorts } from "./fetch-picture.ts";
import { noPicture, type NoPicture } from "./no-picture.ts";
import { sourceUrlText, type PictureStore, type StoredPicture } from "./picture-store.ts";
import type { PictureType } from "./picture-type.ts";
import { withTimeLimit } from "./time-limit.ts";

/** What it takes to store one candidate. `storeSignal` fires when stores have to be over. */
export interface StoreCandidatePorts extends FetchPorts {
  store: PictureStore;
  deadline: Deadline;
  storeSignal: AbortSignal;
}

/** Which picture of which post is stored. */
export interface PicturePlace {
  message: PostMessage;
  position: number;
  /** Its place in an album that is one link among others. */
  item: number | undefined;
  /** Every file of the same picture. */
  candidates: readonly LinkCandidate[];
}

/** The part of a link's record that says where its picture is. */
export type StoredFacts = Pick<
  LinkRecord,
  "outcome" | "key" | "bytes" | "sha256" | "contentType" | "url" | "quality"
>;

/**
 * Downloads `candidate` and stores it, or finds it stored. When its key holds another picture, which an edited post can
 * bring about, it is downloaded once more and stored under a key that its own bytes name.
 * @throws {RetryableError} when the host, the network or the store could not decide, or the time is up.
 */
export async function storeCandidate(
  candidate: LinkCandidate,
  place: PicturePlace,
  ports: StoreCandidatePorts,
): Promise<StoredFacts | NoPicture> {
  const first = await attempt(candidate, place, undefined, ports);
  if (!("keyTakenFrom" in first)) return first;
  const second = await attempt(candidate, place, first.keyTakenFrom.slice(0, 8), ports);
  if (!("keyTakenFrom" in second)) return second;
  throw new RetryableError("changing-picture", "the host sends another picture every time");
}

async function attempt(
  candidate: LinkCandidate,
  { message, position, item, candidates }: PicturePlace,
  edition: string | undefined,
  ports: StoreCandidatePorts,
): Promise<StoredFacts | NoPicture | { keyTakenFrom: string }> {
  const { post, crawlId } = message;
  const url = URL.parse(candidate.url);
  if (!url) return noPicture("refused", "unreadable-url");
  const timeMs = ports.deadline.downloadTimeMs(ports.clock.now());
  if (timeMs === undefined)
    throw new RetryableError("out-of-time", "too little time is left to download and store it");

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
  const fetched = await withTimeLimit(ports.clock, timeMs, (signal) =>
    fetchPicture(url, open, ports, signal),
  );
  if (fetched.kind === "no-picture") return fetched;

  const { sha256, bytes, type } = fetched;
  const key = keyFor(type);
  const completed = await fetched.upload.complete(sha256);
  if (completed === "created") {
    const { contentType } = type;
    return { ...candidateFacts(candidate), outcome: "stored", key, bytes, sha256, contentType };
  }
  const kept =
    completed.sha256 === sha256
      ? candidate
      : candidates.find((each) => sourceUrlText(each.url) === completed.sourceUrl);
  return kept
    ? { ...candidateFacts(kept), ...formerFacts(completed, key, crawlId) }
    : { keyTakenFrom: sha256 };
}

function candidateFacts({ url, quality }: LinkCandidate) {
  return { url, quality };
}

/** A picture that this crawl itself put, and then did not get to record, is a stored one. */
function formerFacts(picture: StoredPicture, key: string, crawlId: string) {
  const { bytes, contentType, sha256 } = picture;
  const outcome = picture.crawlId === crawlId ? "stored" : "already-stored";
  return { outcome, key, bytes, contentType, ...(sha256 !== undefined && { sha256 }) };
}
