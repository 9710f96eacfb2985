import type { MediaHosts } from "@reddit-crawler/media-hosts";
import type { LinkCandidate } from "@reddit-crawler/message-schema";

import type { UploadedItem } from "./reddit-post.ts";

/** Where an uploaded item may be had, best first, or why it may not. */
export type UploadedCopies =
  | { candidates: LinkCandidate[]; reason?: undefined }
  | { candidates?: undefined; reason: string };

/**
 * The copies of one item of `media_metadata`: the upload itself on i.redd.it, then Reddit's signed copies. `reason` is
 * `gallery-item-` or `text-item-` and `failed`, `unprocessed` (a fresh post: it may come later), `missing` or `video`,
 * or the host's own.
 */
export function uploadedCopies(
  mediaId: string,
  item: UploadedItem | undefined,
  hosts: MediaHosts,
  foundIn: "gallery" | "text",
): UploadedCopies {
  const without = (fault: string) => ({ reason: `${foundIn}-item-${fault}` });
  if (!item) return without("missing");
  if (item.status === "unprocessed") return without("unprocessed");
  if (item.status !== undefined && item.status !== "valid") return without("failed");
  if (item.e === "RedditVideo") return without("video");

  const extension =
    item.m?.match(/^image\/([a-z]{3,5})$/)?.[1] ?? (item.e === "AnimatedImage" ? "gif" : "jpg");
  const byId = /^[A-Za-z0-9]+$/.test(mediaId)
    ? `https://i.redd.it/${mediaId}.${extension}`
    : undefined;
  const signed = [item.s?.gif, item.s?.mp4, item.s?.u].filter((url) => url !== undefined);
  // The id's own address comes first only where Reddit's links do not already say it with the right extension.
  const links = signed.some((url) => byId !== undefined && url.includes(mediaId))
    ? signed
    : [byId, ...signed];

  const candidates = new Map<string, LinkCandidate>();
  let { reason } = without("missing");
  for (const link of links) {
    if (link === undefined) continue;
    const reading = hosts.read(link);
    if (reading.kind === "picture")
      for (const candidate of reading.candidates) candidates.set(candidate.url, candidate);
    else if (reading.kind === "nothing") ({ reason } = reading);
  }
  if (candidates.size === 0) return { reason };
  return { candidates: bestFirst([...candidates.values()]) };
}

/** Keeps the order of equals: the sort is stable. */
function bestFirst(candidates: LinkCandidate[]): LinkCandidate[] {
  const rank = (candidate: LinkCandidate) => (candidate.quality === "original" ? 0 : 1);
  return candidates.toSorted((a, b) => rank(a) - rank(b));
}
