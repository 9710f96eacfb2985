import { postIdSchema, subredditNameSchema, type PostFacts } from "@reddit-crawler/message-schema";

import type { RedditPost } from "../reddit/reddit-post.ts";
import { safeText } from "../reddit/lenient-reader.ts";

/** Reddit's quota for a title. */
const maxTitleLength = 300;
/** Reddit allows 20 characters for a name and 64 for a flair. */
const maxNameLength = 64;
/** A permalink repeats up to 50 characters of the title. */
const maxPermalinkLength = 500;

/** What a record keeps of a post; undefined when Reddit did not say which post of which subreddit it is. */
export function postFacts(post: RedditPost): PostFacts | undefined {
  const id = postIdSchema.safeParse(post.id).data;
  const subreddit = subredditNameSchema.safeParse(post.subreddit).data;
  if (id === undefined || subreddit === undefined) return undefined;

  const createdAt = instant(post.created_utc);
  const flair = safeText(post.link_flair_text ?? "", maxNameLength);
  return {
    id,
    subreddit,
    title: safeText(post.title ?? "", maxTitleLength),
    author: safeText(post.author ?? "", maxNameLength) || "[deleted]",
    permalink: permalink(post.permalink) ?? `https://www.reddit.com/comments/${id}/`,
    ...(createdAt !== undefined && { createdAt }),
    ...(Number.isSafeInteger(post.score) && { score: post.score }),
    ...(post.over_18 !== undefined && { over18: post.over_18 }),
    ...(post.spoiler !== undefined && { spoiler: post.spoiler }),
    ...(flair !== "" && { flair }),
    ...(post.readFrom !== undefined && { source: post.readFrom }),
  };
}

/** The API writes a path, the feed a whole URL. */
function permalink(link: string | undefined): string | undefined {
  const path = link && (plainPath.test(link) ? link : pathOnReddit(link));
  if (!path) return undefined;
  const absolute = `https://www.reddit.com${path}`;
  return absolute.length <= maxPermalinkLength ? absolute : undefined;
}

/** What nearly all posts have, and what parsing would leave as it is. */
const plainPath = /^\/(?:[\w-]+\/)+$/;

function pathOnReddit(link: string): string | undefined {
  const url = URL.parse(link, "https://www.reddit.com/");
  return url && /(?:^|\.)reddit\.com$/.test(url.hostname) ? url.pathname : undefined;
}

/** After this, ISO instants begin with a sign, which no record's schema takes: 9999-12-31T23:59:59.999Z. */
const lastInstantMs = Date.UTC(10_000, 0) - 1;

function instant(seconds: number | undefined): string | undefined {
  const ms = (seconds ?? Number.NaN) * 1000;
  return ms >= 0 && ms <= lastInstantMs ? new Date(ms).toISOString() : undefined;
}
