import type { LinkReading } from "@reddit-crawler/media-hosts";

import { isUntoldGallery } from "./gallery-links.ts";
import type { RedditPost } from "../reddit/reddit-post.ts";

/** Posts by their ids, for links from one post to another. */
export type LinkedPosts = ReadonlyMap<string, RedditPost>;

/** A post, and the id of the other one that it links in place of a picture. */
export interface LinkingPost {
  post: RedditPost;
  linkedPostId: string | undefined;
}

/**
 * The post that `post` links in place of a picture, read from its `address`; undefined when it links none, or itself. A
 * gallery whose items Reddit did not name stands for itself: it is asked for once more.
 */
export function linkedPostId(
  post: RedditPost,
  address: LinkReading | undefined,
): string | undefined {
  if (isUntoldGallery(post)) return post.id;
  return address?.kind === "post" && address.postId !== post.id ? address.postId : undefined;
}

/** The posts, by their ids. */
export function postsById(posts: readonly RedditPost[]): LinkedPosts {
  return new Map(posts.flatMap((post) => (post.id ? [[post.id, post] as const] : [])));
}

/**
 * Ids of the posts that `posts` link and that are not among `known`, and of those that came without what they show: only
 * Reddit knows.
 */
export function unknownLinkedPosts(posts: readonly LinkingPost[], known: LinkedPosts): Set<string> {
  // A crosspost comes with its parent; where Reddit withholds that one, it does so here, too.
  const plain = posts.filter(({ post }) => post.crosspost_parent === undefined);
  const wanted = plain.filter(
    ({ post, linkedPostId: id }) => id !== undefined && (id === post.id || !known.has(id)),
  );
  return new Set(wanted.flatMap(({ linkedPostId: id }) => id ?? []));
}
