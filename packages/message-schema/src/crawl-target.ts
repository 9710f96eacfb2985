import { type CrawlTargetFields } from "./messages/crawl-request.ts";

/** Whose posts a crawl reads: those of subreddits, all of one user, or a single one, which a share link may stand for. */
export type CrawlTarget =
  | { kind: "subreddits"; subreddit: string }
  | { kind: "user"; user: string }
  | { kind: "post"; postId: string; subreddit: string | undefined }
  | { kind: "share"; sharePath: string };

/** The `subreddit` of a crawl of one post whose address does not say where it is. */
export const anySubreddit = "all";

/** Listings that Reddit makes of several subreddits, which no archive knows. */
export const gatheredListing = /^(?:all|popular)$|\+/i;

/** What a crawl's fields say. */
export function crawlTarget(crawl: CrawlTargetFields): CrawlTarget {
  const { subreddit, user, postId, sharePath } = crawl;
  if (sharePath !== undefined) return { kind: "share", sharePath };
  if (postId !== undefined)
    return { kind: "post", postId, subreddit: subreddit === anySubreddit ? undefined : subreddit };
  return user === undefined ? { kind: "subreddits", subreddit } : { kind: "user", user };
}

/**
 * What is crawled, as a person writes it: `r/aww`, `u/name`, `r/aww/comments/1skbyfv`, `redd.it/1skbyfv` or
 * `r/aww/s/<code>`. `readListingAddress` reads it as the same.
 */
export function crawlAddress(crawl: CrawlTargetFields): string {
  const target = crawlTarget(crawl);
  if (target.kind === "share") return target.sharePath.slice(1);
  if (target.kind === "user") return `u/${target.user}`;
  if (target.kind === "subreddits") return `r/${target.subreddit}`;
  const { postId, subreddit } = target;
  return subreddit === undefined ? `redd.it/${postId}` : `r/${subreddit}/comments/${postId}`;
}
