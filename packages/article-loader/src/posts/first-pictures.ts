import type { CrawlFilter, LeftOutLink, PictureLink } from "@reddit-crawler/message-schema";

/** What a post links, and what of it is left out. */
interface FoundPictures {
  links: readonly PictureLink[];
  leftOut: readonly LeftOutLink[];
}

/** A post's first links as far as the crawl wants them, and the others as left out. */
export function firstPictures(
  { links, leftOut }: FoundPictures,
  { maxPerPost = Infinity }: CrawlFilter,
): { links: PictureLink[]; leftOut: LeftOutLink[] } {
  return {
    links: links.slice(0, maxPerPost),
    leftOut: [
      ...leftOut,
      ...links.slice(maxPerPost).map(({ position, foundIn, candidates }) => ({
        position,
        foundIn,
        ...(candidates[0] && { url: candidates[0].url }),
        reason: "beyond-max-per-post",
      })),
    ],
  };
}
