import type { CrawlFilter, PostFacts } from "@reddit-crawler/message-schema";

import { isDeletedByAuthor, type RedditPost } from "../reddit/reddit-post.ts";

/** The reason of a post of which its source does not say what a filter asks for. */
export const unknownToSource = "unknown-to-source";

/** Whether something speaks against a post; undefined where its source does not say. */
type Against = boolean | undefined;

/**
 * Why the crawl does not want a post: `deleted-by-author`, `nsfw`, `spoiler`, `score-too-low`, `other-flair`,
 * `other-author`, `too-old` or `too-new`; `unknown-to-source` where its source does not say what a filter asks for, and
 * nothing else speaks against it. Undefined when the crawl wants it. `linked` is the post whose pictures it shows, if
 * any; a crosspost is what its parents are, too.
 */
export function unwantedReason(
  facts: PostFacts,
  post: RedditPost,
  linked: RedditPost | undefined,
  filter: CrawlFilter,
): string | undefined {
  const shown = [post, linked].flatMap((one) => (one ? [one, ...parentsOf(one)] : []));
  const { score, createdAt } = facts;
  const { nsfw, spoilers, minScore, flair, author, since, until } = filter;
  const rules: [reason: string, against: Against][] = [
    ["deleted-by-author", filter.includeDeleted !== true && shown.some(isDeletedByAuthor)],
    ["nsfw", nsfw === false && isAnyMarked(shown, "over_18")],
    ["spoiler", spoilers === false && isAnyMarked(shown, "spoiler")],
    ["score-too-low", minScore !== undefined && isBelow(score, minScore)],
    ["other-flair", flair !== undefined && isOtherFlair(facts, post, flair)],
    ["other-author", author !== undefined && !isSameName(facts.author, author)],
    ["too-old", since !== undefined && isBelow(createdAt, since)],
    ["too-new", until !== undefined && isBelow(until, createdAt)],
  ];
  const known = rules.find(([, against]) => against === true);
  if (known) return known[0];
  return rules.some(([, against]) => against === undefined) ? unknownToSource : undefined;
}

function parentsOf({ crosspost_parent_list: parents = [] }: RedditPost): RedditPost[] {
  return parents.filter((parent) => parent !== undefined);
}

function isAnyMarked(shown: readonly RedditPost[], mark: "over_18" | "spoiler"): Against {
  if (shown.some((post) => post[mark] === true)) return true;
  return shown.every((post) => post[mark] === false) ? false : undefined;
}

/** A post without a flair has another one than is asked for. */
function isOtherFlair({ flair = "" }: PostFacts, post: RedditPost, wanted: string): Against {
  return post.link_flair_text === undefined ? undefined : !isSameName(flair, wanted);
}

/** Of numbers, or of instants, which sort as texts. */
function isBelow<Value extends number | string>(
  one: Value | undefined,
  other: Value | undefined,
): Against {
  return one === undefined || other === undefined ? undefined : one < other;
}

function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
