import type { PictureLink } from "@reddit-crawler/message-schema";

/** Each link as `foundIn: quality url, quality url`; of a page its kind stands there. */
export function linksInWords(links: readonly PictureLink[]): string[] {
  return links.map(({ foundIn, candidates }) => {
    const copies = candidates.map(({ quality, kind, url }) => `${kind ?? quality} ${url}`);
    return `${foundIn}: ${copies.join(", ")}`;
  });
}
