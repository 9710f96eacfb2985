import type { CrawlFilter, PostFacts } from "@reddit-crawler/message-schema";

import type { RedditPost } from "../reddit/reddit-post.ts";

/**
 * Why the crawl does not want a post: `nsfw`, `spoiler`, `score-too-low`, `other-flair`, `other-author`, `too-old`, `too-new` or
 * `deleted-by-author`;
 * undefined when it does. `shown` is the post itself and the one whose pictures it shows, if any; a crosspost is what its
 * parent is, too. What the source does not know of a post does not count against it.
 */
export function unwantedReason(
  { score, flair, author, createdAt }: PostFacts,
  shown: readonly (RedditPost | undefined)[],
  filter: CrawlFilter,
): string | undefined {
  if (filter.includeDeleted !== true && shown[0]?.deleted_by_author) return "deleted-by-author";
  const isAny = (mark: "over_18" | "spoiler") =>
    shown.some((post) => post?.[mark] || post?.crosspost_parent_list?.some((of) => of?.[mark]));
  if (filter.nsfw === false && isAny("over_18")) return "nsfw";
  if (filter.spoilers === false && isAny("spoiler")) return "spoiler";
  if (filter.minScore !== undefined && score !== undefined && score < filter.minScore)
    return "score-too-low";
  // A post without flair has none of that name, but the feed, which knows no score either, names none of any post.
  if (filter.flair !== undefined && score !== undefined && !sameName(flair ?? "", filter.flair))
    return "other-flair";
  if (filter.author !== undefined && !sameName(author, filter.author)) return "other-author";
  if (filter.since !== undefined && createdAt !== undefined && createdAt < filter.since)
    return "too-old";
  if (filter.until !== undefined && createdAt !== undefined && createdAt > filter.until)
    return "too-new";
  return undefined;
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
