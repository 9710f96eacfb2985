import type { ListedPost } from "../listing/posts/listed-post.ts";

/** The subreddits in which Reddit or the archive has listed posts, since the demo's posts belong to whichever is asked for. */
export interface ListedNames {
  remember(posts: readonly ListedPost[]): void;
  /** The post as it was last listed; as it is, where it never was. */
  recall(post: ListedPost): ListedPost;
}

/** Keeps what a crawl has seen of a post alike at each door. */
export function createListedNames(): ListedNames {
  const seen = new Map<string, ListedPost>();
  return {
    remember(posts) {
      for (const post of posts) seen.set(post.id, post);
    },
    recall: (post) => seen.get(post.id) ?? post,
  };
}
