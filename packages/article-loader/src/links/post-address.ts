import type { KnownOfLink, LinkReading, MediaHosts } from "@reddit-crawler/media-hosts";

import type { RedditPost } from "../reddit/reddit-post.ts";

const reddit = "https://www.reddit.com/";

/** What a post's address means; undefined where that is the post itself, as with text, polls and removed posts. */
export function postAddress(post: RedditPost, hosts: MediaHosts): LinkReading | undefined {
  const { url, permalink } = post;
  if (!url || post.is_self === true || url === permalink) return undefined;
  return hosts.read(url, reddit, knownOfLink(post));
}

/**
 * What Reddit found out when it fetched a post's link: whether it is a picture, by its content type, and whether it moves.
 * Most posts say neither, so that the address alone has to do.
 */
export function knownOfLink({ post_hint: hint, preview }: RedditPost): KnownOfLink {
  const { gif, mp4 } = preview?.images?.[0]?.variants ?? {};
  const isMoving = gif?.source?.url !== undefined || mp4?.source?.url !== undefined;
  return {
    isPicture: hint === "image" || isMoving,
    isAnimation: isMoving || preview?.reddit_video_preview?.fallback_url !== undefined,
  };
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
