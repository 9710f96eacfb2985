import { redditPath } from "./reddit-path.ts";
import type { RedditPost } from "./reddit-post.ts";

/** Whether a post's link is the post itself: its `comments`, or its `gallery`. */
export function isOwnAddress({ id, url }: RedditPost, page: "comments" | "gallery"): boolean {
  if (id === undefined) return false;
  const path = redditPath(url) ?? [];
  return path.some((segment, index) => segment === page && path[index + 1] === id);
}
