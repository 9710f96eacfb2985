import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { albumCover, type LinkCandidate, type LinkRecord } from "@reddit-crawler/message-schema";

import { isLasting } from "../hosts/cooldowns.ts";
import { throttledHost } from "../hosts/host-throttle.ts";
import type { LinkJob } from "../post-job.ts";
import type { WorkerWorld } from "../world.ts";
import { decidingVerdict, openFailure, type CandidateOutcome } from "./candidate-outcomes.ts";
import {
  decided,
  placeOf,
  type LinkFailure,
  type LinkResult,
  type WantedPicture,
} from "./link-result.ts";
import { noPicture, type NoPicture } from "../bytes/no-picture.ts";
import { resolvePage } from "./resolve-page.ts";
import { storeCandidate, type StoredCandidate } from "./store-candidate.ts";

/**
 * Stores the picture of a link, or every picture of the album that it is; never throws.
 * Candidates are attempted first to last. One that gives no picture for good makes room for the next. One that may
 * succeed later ends this attempt, since a better copy is worth a wait. Only in the last attempt does the next one count,
 * or when the host has asked everybody to wait for ten minutes, as imgur does data centres.
 * A guessed address is worth one wait: from the second attempt on its failure makes room for the next, too.
 * A file with a fault is kept, and its record says which, when no candidate gives a better one.
 * A picture that Reddit still processes is asked for again until the last attempt.
 *
 * A copy that was kept because a better one was refused, or its host failed, says so as `insteadOf`. The next crawl
 * attempts the better ones once, and keeps the copy where they still cannot be had. So it does with an album's cover,
 * whose host may be open by now.
 */
export async function downloadLink(
  link: WantedPicture,
  world: WorkerWorld,
  job: LinkJob,
): Promise<LinkResult> {
  const known = job.former.ofLink(link.candidates.map(({ url }) => url));
  if (!known) return attemptCandidates(link, world, job);
  // The pictures of an opened album have its page, and are none of these candidates.
  const isCover = link.album === true && known.key !== undefined;
  const kept = decided({ ...known, ...placeOf(link), ...(isCover && { reason: albumCover }) });
  const isBest = known.insteadOf === undefined && !isCover;
  if (isBest || known.outcome !== "already-stored") return kept;
  const better = link.candidates.slice(
    0,
    link.candidates.findIndex(({ url }) => url === known.url),
  );
  // Without the copy: its bytes are not what is wanted now, and its key is not free.
  const result = await attemptCandidates({ ...link, candidates: better }, world, job);
  const isStored = result.records.length > 0 && result.records.every(({ key }) => key);
  return isStored && result.failures.length === 0 ? result : kept;
}

async function attemptCandidates(
  link: WantedPicture,
  world: WorkerWorld,
  job: LinkJob,
): Promise<LinkResult> {
  const { position, candidates, pending } = link;
  const outcomes: CandidateOutcome[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const others = candidates.slice(index + 1);
    try {
      const answer = await downloadCandidate(candidate, others, link, world, job);
      if (answer.kind === "link-result") return answer;
      if (answer.kind === "stored") {
        const insteadOf = betterLater(outcomes);
        return decided({ ...answer.record, ...(insteadOf !== undefined && { insteadOf }) });
      }
      outcomes.push({ kind: "verdict", candidate, verdict: answer });
    } catch (error) {
      const failure = { position, url: candidate.url, error };
      const isOver =
        makesRoom(candidate, error, job) || (await refusesForLong(error, candidate, world));
      if (!isOver) return undecided(failure);
      outcomes.push({ kind: "failure", candidate, failure });
    }
  }

  let failure = openFailure(outcomes);
  if (failure === undefined || job.lastAttempt) {
    const answer = await storeSpare(outcomes, link, world, job);
    if (answer?.kind === "stored") return decided(answer.record);
    if (answer?.kind === "failure") failure ??= answer.failure;
  }
  if (pending !== undefined && !job.lastAttempt) {
    const error = new RetryableError("not-yet-there", "Reddit still processes the picture");
    failure ??= { position, url: candidates[0]?.url ?? "", error };
  }
  if (failure) return undecided(failure);
  return decided(noPictureRecord(link, decidingVerdict(outcomes)));
}

function undecided(failure: LinkFailure): LinkResult {
  return { kind: "link-result", records: [], failures: [failure] };
}

/** Whether the next candidate counts after `candidate` failed. A wait that a host asks for says nothing of the address. */
function makesRoom(
  { guessed }: LinkCandidate,
  error: unknown,
  { firstAttempt, lastAttempt }: LinkJob,
): boolean {
  if (!(error instanceof RetryableError)) return false;
  return lastAttempt || (guessed === true && !firstAttempt && !(error instanceof ThrottledError));
}

/** The best candidate whose file has a fault, taken with it; undefined when there is none. */
async function storeSpare(
  outcomes: readonly CandidateOutcome[],
  link: WantedPicture,
  world: WorkerWorld,
  job: LinkJob,
): Promise<StoredCandidate | Extract<CandidateOutcome, { kind: "failure" }> | undefined> {
  for (const outcome of outcomes) {
    if (outcome.kind !== "verdict" || !outcome.verdict.isSpare) continue;
    const { candidate } = outcome;
    try {
      const answer = await storeCandidate(candidate, link, world, job, true);
      if (answer.kind === "stored") return answer;
    } catch (error) {
      const failure = { position: link.position, url: candidate.url, error };
      return { kind: "failure", candidate, failure };
    }
  }
  return undefined;
}

/** Why a better copy may be had another time; undefined where it is gone, is no picture, or was only guessed. */
function betterLater(outcomes: readonly CandidateOutcome[]): string | undefined {
  for (const outcome of outcomes) {
    if (outcome.candidate.guessed === true) continue;
    if (outcome.kind === "verdict" && outcome.verdict.outcome === "refused")
      return outcome.verdict.reason;
    if (outcome.kind === "failure" && outcome.failure.error instanceof RetryableError)
      return outcome.failure.error.code;
  }
  return undefined;
}

/** Whether waiting for the candidate's host is of no use, since it has asked everybody to wait for long. */
async function refusesForLong(
  error: unknown,
  { url }: LinkCandidate,
  world: WorkerWorld,
): Promise<boolean> {
  if (!(error instanceof ThrottledError)) return false;
  const asked = URL.parse(url);
  return asked !== null && isLasting(throttledHost(error, asked), world);
}

async function downloadCandidate(
  candidate: LinkCandidate,
  others: readonly LinkCandidate[],
  link: WantedPicture,
  world: WorkerWorld,
  job: LinkJob,
): Promise<LinkResult | StoredCandidate | NoPicture> {
  switch (candidate.kind) {
    case undefined:
    case "file":
      return storeCandidate(candidate, link, world, job);
    case "page":
      return openPage(candidate, others, link, world, job);
    default:
      return noPicture("refused", "unknown-kind-of-link");
  }
}

/**
 * A page of one picture stands for that picture, and the candidates behind it stay its second choices. An album that is
 * all the post links gives its pictures the post's own numbers; among other links they are numbered below its position.
 */
async function openPage(
  page: LinkCandidate,
  others: readonly LinkCandidate[],
  link: WantedPicture,
  world: WorkerWorld,
  job: LinkJob,
): Promise<LinkResult | NoPicture> {
  if (link.page !== undefined) return noPicture("not-a-picture", "page-in-a-page");
  const known = job.former.ofPage(page.url);
  if (known) return decided(...known);

  const resolution = await resolvePage(page.url, world, job);
  if (resolution.kind === "nothing") return noPicture("not-a-picture", resolution.reason);
  if (resolution.kind !== "pictures") return noPicture(resolution.kind, resolution.reason);
  const [first] = resolution.items;
  const animation = link.animation || resolution.animation;
  if (!first) return noPicture("not-a-picture", "empty-page");
  if (!resolution.album) {
    const candidates = [...first, ...others];
    const wanted = { ...link, page: page.url, candidates, animation, album: false };
    return downloadLink(wanted, world, job);
  }

  const { position, foundIn, duplicateOf } = link;
  const onlyLink = job.message.links.length === 1;
  const results = await Promise.all(
    resolution.items.map((candidates, index) => {
      const place = onlyLink ? { position: index + 1 } : { position, item: index + 1 };
      const wanted = { ...place, page: page.url, foundIn, candidates, duplicateOf, animation };
      return downloadLink(wanted, world, job);
    }),
  );
  return {
    kind: "link-result",
    records: results.flatMap(({ records }) => records),
    failures: results.flatMap(({ failures }) => failures),
  };
}

/** Of an item without any candidate the page names no file. */
const noFile = noPicture("not-a-picture", "page-shows-no-picture");

function noPictureRecord(link: WantedPicture, { outcome, reason }: NoPicture = noFile): LinkRecord {
  if (link.pending !== undefined)
    return { ...placeOf(link), outcome: "unavailable", reason: link.pending };
  const [best] = link.candidates;
  return {
    ...placeOf(link),
    ...(best && { url: best.url, quality: best.quality }),
    outcome,
    reason,
  };
}
