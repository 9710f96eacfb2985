import type { LinkReading, MediaHosts } from "@reddit-crawler/media-hosts";

import type { RedditPost } from "./reddit-post.ts";

/** What a post's address means; undefined where that is the post itself, as with text, polls and removed posts. */
export function postAddress(post: RedditPost, hosts: MediaHosts): LinkReading | undefined {
  const { url, permalink } = post;
  if (!url || post.is_self === true || url === permalink) return undefined;
  return hosts.read(url, "https://www.reddit.com/");
}
