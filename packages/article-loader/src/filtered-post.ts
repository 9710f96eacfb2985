import type {
  LeftOutLink,
  PictureLink,
  PostFacts,
  PostFilter,
} from "@reddit-crawler/message-schema";

/**
 * Why the crawl's filter leaves a post out: `score-too-low`, `other-flair`, `other-author` or `too-old`; undefined when it
 * does not. What the source does not tell of a post does not count against it.
 */
export function filteredReason(
  { score, flair, author, createdAt }: PostFacts,
  filter: PostFilter,
): string | undefined {
  if (filter.minScore !== undefined && score !== undefined && score < filter.minScore)
    return "score-too-low";
  // A post without flair has none of that name, but the feed names none of any post.
  if (filter.flair !== undefined && score !== undefined && !sameName(flair ?? "", filter.flair))
    return "other-flair";
  if (filter.author !== undefined && !sameName(author, filter.author)) return "other-author";
  if (filter.since !== undefined && createdAt !== undefined && createdAt < filter.since)
    return "too-old";
  return undefined;
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** A post's first links as far as the filter wants them, and the others as left out. */
export function firstLinks(
  links: readonly PictureLink[],
  leftOut: readonly LeftOutLink[],
  { maxPerPost = Infinity }: PostFilter,
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
