import type { ListedPost } from "../listing/posts/listed-post.ts";

/** The code of the share link `/r/NAME/s/CODE` of a post: ten characters, in which case counts. */
export function shareCodeOf(postId: string): string {
  return `${postId}Shr`;
}

/** Where Reddit's website redirects a share link to; also one that occurs in no archived post, whose code ends with `New`. */
export function sharedPermalink(path: string, posts: readonly ListedPost[]): string | undefined {
  const code = /^\/r\/\w+\/s\/(\w+)$/.exec(path)?.[1];
  const post = posts.find(({ id }) => [shareCodeOf(id), `${id}New`].includes(code ?? ""));
  return post && `https://www.reddit.com${post.permalink}?share_id=ReplayShareId`;
}

/** What `/api/short_links` says of a path; undefined where no archived post or comment has the link. */
export function readShortLink(path: string, posts: readonly ListedPost[]) {
  const code = /^\/r\/\w+\/s\/(\w+)$/.exec(path)?.[1];
  const post = posts.find(({ id }) => shareCodeOf(id) === code);
  if (!post) return undefined;
  return {
    original_path: path,
    resolved_path: `${post.permalink}?share_id=ReplayShareId&utm_medium=android_app&utm_source=share`,
    found_in: "t1_f0undin1",
    found_in_thing_created_utc: post.created_utc,
    retrieved_on: post.created_utc + 155,
  };
}
