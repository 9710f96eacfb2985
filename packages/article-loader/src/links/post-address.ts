import type { LinkReading, MediaHosts } from "@reddit-crawler/media-hosts";

import type { RedditPost } from "../reddit/reddit-post.ts";

const reddit = "https://www.reddit.com/";

/** What a post's address means; undefined where that is the post itself, as with text, polls and removed posts. */
export function postAddress(post: RedditPost, hosts: MediaHosts): LinkReading | undefined {
  const { url, permalink } = post;
  if (!url || post.is_self === true || url === permalink) return undefined;
  return hosts.read(url, reddit);
}

/** Whether a post's link is the post itself: its `comments`, or its `gallery`. */
export function isOwnAddress({ id, url }: RedditPost, page: "comments" | "gallery"): boolean {
  // Most addresses do not name the post, and need no parsing to know it.
  if (id === undefined || !url?.includes(id)) return false;
  const path = redditPath(url) ?? [];
  return path.some((segment, index) => segment === page && path[index + 1] === id);
}

/** The segments of an address of Reddit's website, which may be relative; undefined when it leads anywhere else. */
export function redditPath(address: string | undefined): string[] | undefined {
  const url = address ? URL.parse(address, reddit) : null;
  if (!url || !/^(?:.+\.)?reddit\.com$/.test(url.hostname)) return undefined;
  return url.pathname.split("/").filter((segment) => segment !== "");
}
