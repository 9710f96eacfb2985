import type { CrawlRequest } from "@reddit-crawler/message-schema";

import type { RedditPost } from "./reddit-post.ts";

/** What a crawl may leave out. */
export type CrawlFilter = Pick<CrawlRequest, "nsfw" | "spoilers">;

/**
 * Why the crawl does not want a post: `nsfw` or `spoiler`; undefined when it does. A crosspost is what its parent is, too.
 * Everything is wanted unless the crawl says otherwise, and what the source does not tell of a post does not count.
 */
export function unwantedReason(
  post: RedditPost,
  { nsfw = true, spoilers = true }: CrawlFilter,
): string | undefined {
  const shown = [post, ...(post.crosspost_parent_list ?? [])];
  if (!nsfw && shown.some((each) => each?.over_18)) return "nsfw";
  if (!spoilers && shown.some((each) => each?.spoiler)) return "spoiler";
  return undefined;
}
