import type { MediaHosts } from "@reddit-crawler/media-hosts";
import { guessed } from "@reddit-crawler/media-hosts/link-readings";
import type { LinkCandidate } from "@reddit-crawler/message-schema";

import type { UploadedItem } from "../reddit/reddit-post.ts";

/** Where an uploaded item may be had, best first, or why it may not. */
export type UploadedCopies =
  /** `pending` says why it may not be there yet: the candidates are then where it may appear. */
  | { kind: "picture"; candidates: LinkCandidate[]; pending?: string; animation?: boolean }
  | { kind: "nothing"; reason: string };

/** What people upload, most frequent first; only one of them exists for an id. */
const uploadedExtensions = ["jpg", "png", "jpeg", "gif", "webp"];

/**
 * The copies of one item of `media_metadata`: the upload itself on i.redd.it, then Reddit's signed copies. `reason` is
 * `gallery-item-` or `text-item-` and `failed`, `missing` or `video`, or the host's own. Of an `unprocessed` one, in a
 * fresh post, only the id is known: the upload keeps it as its name on i.redd.it.
 */
export function uploadedCopies(
  mediaId: string,
  item: UploadedItem | undefined,
  hosts: MediaHosts,
  foundIn: "gallery" | "text",
): UploadedCopies {
  const without = (fault: string) =>
    ({ kind: "nothing", reason: `${foundIn}-item-${fault}` }) as const;
  if (!item) return without("missing");
  if (item.status === "unprocessed") {
    const unprocessed = without("unprocessed");
    const candidates = uploadedExtensions.flatMap((extension) => {
      const reading = hosts.read(`https://i.redd.it/${mediaId}.${extension}`);
      return isUploadId(mediaId) && reading.kind === "picture"
        ? reading.candidates.map(guessed)
        : [];
    });
    if (candidates.length === 0) return unprocessed;
    return { kind: "picture", candidates, pending: unprocessed.reason };
  }
  if (item.status !== undefined && item.status !== "valid") return without("failed");
  if (item.e === "RedditVideo") return without("video");

  const extension =
    item.m?.match(/^image\/([a-z]{3,5})$/)?.[1] ?? (item.e === "AnimatedImage" ? "gif" : "jpg");
  const byId = isUploadId(mediaId) ? `https://i.redd.it/${mediaId}.${extension}` : undefined;
  const signed = [item.s?.gif, item.s?.mp4, item.s?.u].filter((url) => url !== undefined);
  // The id's own address comes first only where Reddit's links do not already say it with the right extension.
  const links = signed.some((url) => byId !== undefined && url.includes(mediaId))
    ? signed
    : [byId, ...signed];

  const candidates = new Map<string, LinkCandidate>();
  let reason = `${foundIn}-item-missing`;
  for (const link of links) {
    if (link === undefined) continue;
    const reading = hosts.read(link);
    if (reading.kind === "picture")
      for (const candidate of reading.candidates) {
        // An address that Reddit names is not guessed, though another one may lead to it, too.
        const isNamed = candidates.has(candidate.url) && !candidates.get(candidate.url)?.guessed;
        const isMadeUp = !signed.includes(link);
        if (!isNamed) candidates.set(candidate.url, isMadeUp ? guessed(candidate) : candidate);
      }
    else if (reading.kind === "nothing") ({ reason } = reading);
  }
  if (candidates.size === 0) return { kind: "nothing", reason };
  const animation = item.e === "AnimatedImage";
  return { kind: "picture", candidates: bestFirst([...candidates.values()]), animation };
}

function isUploadId(mediaId: string): boolean {
  return /^[A-Za-z0-9]+$/.test(mediaId);
}

/** Keeps the order of equals: the sort is stable. */
function bestFirst(candidates: LinkCandidate[]): LinkCandidate[] {
  const rank = (candidate: LinkCandidate) => (candidate.quality === "original" ? 0 : 1);
  return candidates.toSorted((a, b) => rank(a) - rank(b));
}
