import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import type {
  LinkCandidate,
  LinkRecord,
  PictureLink,
  PostMessage,
} from "@reddit-crawler/message-schema";

import type { FormerPictures } from "../records/former-pictures.ts";
import { noPicture, type NoPicture } from "./no-picture.ts";
import { resolvePage, type ResolvePorts } from "./resolve-page.ts";
import { storeCandidate, type StoreCandidatePorts } from "./store-candidate.ts";

/** What the links of one post have in common. */
export interface PostWork extends StoreCandidatePorts, ResolvePorts {
  message: PostMessage;
  former: FormerPictures;
  /** No delivery comes after this one. */
  lastTry: boolean;
}

/** One picture that is looked for: a link, or an item of the album that a link is. */
export interface WantedPicture {
  position: number;
  item?: number;
  page?: string;
  foundIn: string;
  candidates: readonly LinkCandidate[];
  duplicateOf?: PictureLink["duplicateOf"];
  pending?: string | undefined;
}

/** Why a picture could not be decided. */
export interface LinkFailure {
  position: number;
  url: string;
  error: unknown;
}

/** What became of a link: a record per picture that is decided, a failure per picture that is not. */
export interface LinkResult {
  records: LinkRecord[];
  failures: LinkFailure[];
}

/**
 * Stores the picture of a link, or every picture of the album that it is; never throws.
 * Candidates are tried first to last. One that gives no picture for good makes room for the next. One that may succeed
 * later ends this delivery's try, since a better copy is worth a wait; only on the last try does the next one count.
 * A picture that Reddit is still at work on is looked for again until the last try.
 */
export async function downloadLink(link: WantedPicture, work: PostWork): Promise<LinkResult> {
  const known = work.former.ofLink(link.candidates.map(({ url }) => url));
  if (known) return decided({ ...known, ...placeOf(link) });

  let verdict: NoPicture | undefined;
  let failure: LinkFailure | undefined;
  for (const [index, candidate] of link.candidates.entries()) {
    const rest = link.candidates.slice(index + 1);
    try {
      const answer = await tryCandidate(candidate, rest, link, work);
      if (!("kind" in answer)) return answer;
      verdict ??= answer;
    } catch (error) {
      failure ??= { position: link.position, url: candidate.url, error };
      if (!work.lastTry || !(error instanceof RetryableError)) break;
    }
  }
  if (link.pending !== undefined && !work.lastTry)
    failure ??= {
      position: link.position,
      url: link.candidates[0]?.url ?? "",
      error: notYetThere(),
    };
  if (failure) return { records: [], failures: [failure] };
  return decided(noPictureRecord(link, verdict));
}

async function tryCandidate(
  candidate: LinkCandidate,
  rest: readonly LinkCandidate[],
  link: WantedPicture,
  work: PostWork,
): Promise<LinkResult | NoPicture> {
  switch (candidate.kind) {
    case undefined:
    case "file":
      return storeFile(candidate, link, work);
    case "page":
      return openPage(candidate, rest, link, work);
    default:
      return noPicture("refused", "unknown-kind-of-link");
  }
}

async function storeFile(
  candidate: LinkCandidate,
  link: WantedPicture,
  work: PostWork,
): Promise<LinkResult | NoPicture> {
  const { position, item, candidates, duplicateOf } = link;
  const place = { message: work.message, position, item, candidates, duplicateOf };
  const stored = await storeCandidate(candidate, place, work);
  if ("kind" in stored) return stored;
  return decided({ ...placeOf(link), ...stored });
}

/**
 * A page of one picture stands for that picture, and the candidates behind it stay its second choices. An album that is
 * all the post links gives its pictures the post's own numbers; beside other links they are numbered below its position.
 */
async function openPage(
  page: LinkCandidate,
  rest: readonly LinkCandidate[],
  link: WantedPicture,
  work: PostWork,
): Promise<LinkResult | NoPicture> {
  if (link.page !== undefined) return noPicture("not-a-picture", "page-in-a-page");
  const known = work.former.ofPage(page.url);
  if (known) return decided(...known);

  const resolution = await resolvePage(page.url, work);
  if (resolution.kind === "gone") return noPicture("gone", resolution.reason);
  if (resolution.kind === "refused") return noPicture("refused", resolution.reason);
  if (resolution.kind === "nothing") return noPicture("not-a-picture", resolution.reason);
  const [first] = resolution.items;
  if (!first) return noPicture("not-a-picture", "empty-page");
  if (!resolution.album)
    return downloadLink({ ...link, page: page.url, candidates: [...first, ...rest] }, work);

  const { position, foundIn, duplicateOf } = link;
  const onlyLink = work.message.links.length === 1;
  const results = await Promise.all(
    resolution.items.map((candidates, index) => {
      const place = onlyLink ? { position: index + 1 } : { position, item: index + 1 };
      const wanted = { ...place, page: page.url, foundIn, candidates, duplicateOf };
      return downloadLink(wanted, work);
    }),
  );
  return {
    records: results.flatMap(({ records }) => records),
    failures: results.flatMap(({ failures }) => failures),
  };
}

function notYetThere(): RetryableError {
  return new RetryableError("not-yet-there", "Reddit is still at work on the picture");
}

function decided(...records: LinkRecord[]): LinkResult {
  return { records, failures: [] };
}

function noPictureRecord(link: WantedPicture, verdict: NoPicture | undefined): LinkRecord {
  if (link.pending !== undefined)
    return { ...placeOf(link), outcome: "unavailable", reason: link.pending };
  const [best] = link.candidates;
  return {
    ...placeOf(link),
    ...(best && { url: best.url, quality: best.quality }),
    // An album's item keeps no candidate when all of them are on hosts that are not open.
    outcome: verdict?.outcome ?? "refused",
    reason: verdict?.reason ?? "host-not-allowed",
  };
}

function placeOf({ position, item, page, foundIn }: WantedPicture) {
  return {
    position,
    ...(item !== undefined && { item }),
    ...(page !== undefined && { page }),
    foundIn,
  };
}
