import type { LinkRecord } from "@reddit-crawler/message-schema";

import type { KnownPictures } from "../store/known-pictures.ts";

/**
 * `links` with `duplicateOf` where a picture with the same bytes was claimed before, in this post or another. Of the same
 * bytes within one post the first in its order counts. Only the claim decides which copy is the original, never what a
 * link says already. It is put after the picture is stored, so `duplicateOf` always names an existing object, two
 * pictures never name each other, and a crash changes nothing.
 * @throws {RetryableError} when the store could not decide.
 */
export async function claimPictures(
  links: readonly LinkRecord[],
  knownPictures: KnownPictures,
  signal: AbortSignal,
): Promise<LinkRecord[]> {
  const firsts = new Map<string, Promise<string>>();
  return Promise.all(
    links.map(async ({ duplicateOf: _former, ...link }) => {
      const { key, sha256 } = link;
      if (key === undefined || sha256 === undefined) return link;
      const first = firsts.get(sha256) ?? knownPictures.claim(sha256, key, signal);
      firsts.set(sha256, first);
      const firstKey = await first;
      return firstKey === key ? link : { ...link, duplicateOf: firstKey };
    }),
  );
}
