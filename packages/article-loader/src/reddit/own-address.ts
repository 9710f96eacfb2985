import { redditPath } from "./reddit-path.ts";
import type { RedditPost } from "./reddit-post.ts";

/** Whether a post's link is the post itself: its `comments`, or its `gallery`. */
export function isOwnAddress({ id, url }: RedditPost, page: "comments" | "gallery"): boolean {
  // Most addresses do not name the post, and need no parsing to know it.
  if (id === undefined || !url?.includes(id)) return false;
  const path = redditPath(url) ?? [];
  return path.some((segment, index) => segment === page && path[index + 1] === id);
}
