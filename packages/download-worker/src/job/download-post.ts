import type { Log } from "@reddit-crawler/function-runtime/log";
import type { LinkRecord, PostMessage, PostRecord } from "@reddit-crawler/message-schema";

import { claimPictures } from "../records/claim-pictures.ts";
import { downloadLink, type LinkFailure, type PostWork } from "../links/download-link.ts";
import { formerPictures, readPostRecord, unfinished } from "../records/former-pictures.ts";
import { keepLatest } from "../records/keep-latest.ts";
import { inPostOrder, leftOutRecord, postOutcome } from "../records/post-outcome.ts";

/** The record beside a post's pictures as it was read, and the store's name for just that text. */
export interface LatestText {
  text: string;
  version: string;
}

/** Where outcome records are kept. Every method throws RetryableError when the store could not decide. */
export interface PostRecords {
  /** The record beside the post's pictures; undefined when there is none. */
  readLatest(subreddit: string, postId: string): Promise<LatestText | undefined>;
  /** Puts `record` in the place of `seen`, or of nothing. False, and nothing is changed, when something else is there. */
  putLatest(record: PostRecord, seen: LatestText | undefined): Promise<boolean>;
  /** Puts `record` among the records of its crawl. */
  putOfCrawl(record: PostRecord): Promise<void>;
}

/** What downloading a post needs besides the post. */
export type DownloadPostPorts = Omit<PostWork, "message" | "former" | "recordOf"> & {
  records: PostRecords;
  log: Log;
};

/**
 * How far a post got: decided and recorded, or with failures that another delivery may not have. It `gotFurther` when it
 * has pictures that the next delivery finds recorded and this one did not. A record keeps every picture that it ever
 * named until the post is decided, so that no post gets further for ever.
 */
export type PostResult =
  | { kind: "decided"; record: PostRecord; newLinks: LinkRecord[]; newRepeats: number }
  | { kind: "undecided"; failures: LinkFailure[]; newLinks: LinkRecord[]; gotFurther: boolean };

/**
 * Stores the pictures that a post links and have not been stored before, and then records what became of each: beside
 * the pictures first, among the crawl's records last, so that the latter always speaks of stored pictures. While a link
 * is undecided only the former is written, as `unfinished`, and the next delivery goes on from there; where a decided
 * one is, it stays.
 * @throws {RetryableError} when a record could not be read or put.
 */
export async function downloadPost(
  message: PostMessage,
  ports: DownloadPostPorts,
): Promise<PostResult> {
  const { records, clock, log } = ports;
  const { post, crawlId } = message;
  const seen = await records.readLatest(post.subreddit, post.id);
  const latest = seen && readPostRecord(seen.text);
  if (seen && !latest) log.warn("unreadable-record-replaced");
  const former = formerPictures(latest, crawlId);
  if (former.settled) {
    await records.putOfCrawl(former.settled);
    return { kind: "decided", record: former.settled, newLinks: [], newRepeats: 0 };
  }

  const work = { ...ports, message, former, recordOf: recordReader(records) };
  const results = await Promise.all(message.links.map((link) => downloadLink(link, work)));
  const found = inPostOrder(results.flatMap((result) => result.records));
  const failures = results.flatMap((result) => result.failures);
  const known = ({ url }: LinkRecord) => former.ofLink(url === undefined ? [] : [url]);
  const isNew = (link: LinkRecord) => known(link) === undefined;
  const decidedAt = new Date(clock.now()).toISOString();
  const facts = { schemaVersion: 1 as const, crawlId, post, decidedAt };

  // Without claims, for which the time may be over. They come with the decision.
  const keepFound = async () =>
    found.length > 0 &&
    (await keepLatest({ ...facts, outcome: unfinished, links: found }, seen, records));

  if (failures.length > 0) {
    const isKept = await keepFound();
    const keysBefore = new Set(former.stored.map(({ key }) => key));
    const hasNewKey = found.some(({ key }) => key !== undefined && !keysBefore.has(key));
    const newLinks = found.filter(isNew);
    return { kind: "undecided", failures, newLinks, gotFurther: isKept && hasNewKey };
  }
  const links = await claim(found, ports).catch(async (error: unknown) => {
    await keepFound();
    throw error;
  });
  const everyLink = inPostOrder([...links, ...message.leftOut.map(leftOutRecord)]);
  const record = { ...facts, ...postOutcome(everyLink), links: everyLink };
  await keepLatest(record, seen, records);
  await records.putOfCrawl(record);
  const isNewRepeat = (link: LinkRecord) =>
    link.duplicateOf !== undefined && known(link)?.duplicateOf === undefined;
  const newRepeats = links.filter(isNewRepeat).length;
  return { kind: "decided", record, newLinks: links.filter(isNew), newRepeats };
}

async function claim(
  links: LinkRecord[],
  { knownPictures, storeSignal }: DownloadPostPorts,
): Promise<LinkRecord[]> {
  return knownPictures ? claimPictures(links, knownPictures, storeSignal) : links;
}

/** Reads each post's record once, however many links are the same as its own. */
function recordReader(records: PostRecords): PostWork["recordOf"] {
  const read = new Map<string, ReturnType<PostWork["recordOf"]>>();
  return ({ subreddit, postId }) => {
    const record =
      read.get(postId) ??
      records.readLatest(subreddit, postId).then((latest) => latest && readPostRecord(latest.text));
    read.set(postId, record);
    return record;
  };
}
