import type { LinkRecord, PostRecord } from "@reddit-crawler/message-schema";

import { downloadLink } from "../links/download-link.ts";
import type { LinkFailure } from "../links/link-result.ts";
import { claimPictures } from "../records/claim-pictures.ts";
import { formerPictures, unfinished } from "../records/former-pictures.ts";
import { keepLatest } from "../records/keep-latest.ts";
import { inPostOrder, leftOutRecord, postOutcome } from "../records/post-outcome.ts";
import type { LatestRecord, PostRecords } from "../records/post-records.ts";
import { recordOfSole } from "../records/sole-picture.ts";
import type { WorkerWorld } from "../world.ts";
import type { LinkJob, PostJob } from "../post-job.ts";

/**
 * How far a post got: decided and recorded, or with failures that another delivery may not have. It `gotFurther` when it
 * has pictures that the next delivery finds recorded and this one did not. A record keeps every picture that it ever
 * named until the post is decided, so that every post comes to an end.
 */
export type PostResult =
  | { kind: "decided"; record: PostRecord; newLinks: LinkRecord[]; newRepeats: number }
  | { kind: "undecided"; failures: LinkFailure[]; newLinks: LinkRecord[]; gotFurther: boolean };

/**
 * Stores the pictures that a post links and have not been stored before, and then records what became of each: beside
 * the pictures first, among the crawl's records last, so that the latter always speaks of stored pictures. A post's sole
 * picture needs no record beside it. While a link
 * is undecided only the former is written, as `unfinished`, and the next delivery goes on from there; where a decided
 * one is, it stays. Where nothing is known to be stored, that is looked for only before anything is recorded as missing.
 * @throws {RetryableError} when a record could not be read or put.
 */
export async function downloadPost(world: WorkerWorld, job: PostJob): Promise<PostResult> {
  const { records } = world;
  const { message, log, nothingStored } = job;
  const { post, crawlId } = message;
  const { seen, soleRecord }: WhatIsStored = nothingStored ? {} : await lookFor(job, world);
  if (seen && !seen.record) log.warn("unreadable-record-replaced");
  const former = formerPictures(seen?.record ?? soleRecord, crawlId);
  if (former.settled) {
    await records.putOfCrawl(former.settled);
    return { kind: "decided", record: former.settled, newLinks: [], newRepeats: 0 };
  }

  const sole = new Set(former.stored.flatMap(({ key }) => (key && soleRecord ? [key] : [])));
  const linkJob = { ...job, former, sole, recordOf: recordReader(records) };
  const results = await Promise.all(
    message.links.map((link) => downloadLink(link, world, linkJob)),
  );
  const found = inPostOrder(results.flatMap((result) => result.records));
  const failures = results.flatMap((result) => result.failures);
  const known = ({ url }: LinkRecord) => former.ofLink(url === undefined ? [] : [url]);
  const isNew = (link: LinkRecord) => known(link) === undefined;
  const decidedAt = new Date(world.clock.now()).toISOString();
  const facts = { schemaVersion: 1 as const, crawlId, post, decidedAt };

  // Nothing beside it says more than the picture does.
  const isSole = (links: readonly LinkRecord[]) =>
    !seen && links.length === 1 && links.every(({ key }) => key !== undefined && sole.has(key));
  // Without claims, for which the time may be over. They come with the decision.
  const keepFound = async () =>
    found.length > 0 &&
    !isSole(found) &&
    (await keepLatest({ ...facts, outcome: unfinished, links: found }, seen, records));

  if (failures.length > 0) {
    const isKept = await keepFound();
    const keysBefore = new Set(former.stored.map(({ key }) => key));
    const hasNewKey = found.some(({ key }) => key !== undefined && !keysBefore.has(key));
    const newLinks = found.filter(isNew);
    return { kind: "undecided", failures, newLinks, gotFurther: isKept && hasNewKey };
  }
  if (nothingStored && !isWhole(found)) {
    // Another delivery may have stored since what a host now refuses, and that must not be recorded as gone.
    const stored = await lookFor(job, world);
    if (stored.seen || stored.soleRecord)
      return downloadPost(world, { ...job, nothingStored: false });
  }
  const claim = claimPictures(found, world.knownPictures, job.storeSignal);
  const links = await claim.catch(async (error: unknown) => {
    await keepFound();
    throw error;
  });
  const everyLink = inPostOrder([...links, ...message.leftOut.map(leftOutRecord)]);
  const record = { ...facts, ...postOutcome(everyLink), links: everyLink };
  if (!isSole(everyLink)) await keepLatest(record, seen, records);
  await records.putOfCrawl(record);
  const isNewRepeat = (link: LinkRecord) =>
    link.duplicateOf !== undefined &&
    known(link)?.duplicateOf === undefined &&
    // What its crawl claimed, a sole picture does not say.
    !(soleRecord && known(link)?.outcome === "already-stored");
  const newRepeats = links.filter(isNewRepeat).length;
  return { kind: "decided", record, newLinks: links.filter(isNew), newRepeats };
}

/** What the bucket has of a post: its record, or of one without a record its sole picture. */
interface WhatIsStored {
  seen?: LatestRecord | undefined;
  soleRecord?: PostRecord | undefined;
}

async function lookFor(
  { message: { post, links }, storeSignal }: PostJob,
  { records, store }: WorkerWorld,
): Promise<WhatIsStored> {
  const seen = await records.readLatest(post.subreddit, post.id);
  return seen ? { seen } : { soleRecord: await recordOfSole(post, links[0], store, storeSignal) };
}

/** Whether every link has its picture, and in the best copy. */
function isWhole(links: readonly LinkRecord[]): boolean {
  return (
    postOutcome(links).outcome === "stored" &&
    links.every(({ insteadOf }) => insteadOf === undefined)
  );
}

/** Reads each post's record once, however many links are the same as its own. */
function recordReader(records: PostRecords): LinkJob["recordOf"] {
  const read = new Map<string, ReturnType<LinkJob["recordOf"]>>();
  return ({ subreddit, postId }) => {
    const record =
      read.get(postId) ?? records.readLatest(subreddit, postId).then((latest) => latest?.record);
    read.set(postId, record);
    return record;
  };
}
