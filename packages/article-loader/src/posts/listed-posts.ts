import type { LinkReading, MediaHosts } from "@reddit-crawler/media-hosts";
import type { PostFacts } from "@reddit-crawler/message-schema";

import { linkedPostId, type LinkingPost } from "../links/linked-posts.ts";
import { postAddress } from "../links/post-address.ts";
import { postFacts } from "./post-facts.ts";
import type { RedditPost } from "../reddit/reddit-post.ts";

/** A post with what its record says of it. */
export interface ListedPost extends LinkingPost {
  facts: PostFacts;
  address: LinkReading | undefined;
}

/** A post that can be recorded; undefined where Reddit did not say which post of which subreddit it is. */
export function listedPost(post: RedditPost, hosts: MediaHosts): ListedPost | undefined {
  const facts = postFacts(post);
  if (!facts) return undefined;
  const address = postAddress(post, hosts);
  return { post, facts, address, linkedPostId: linkedPostId(post, address) };
}

/** The first `most` different posts of a page that are not `known`, in its order, and how many of those looked at have no readable form. */
export function freshPosts(
  posts: readonly RedditPost[],
  options: { known: ReadonlySet<string>; most: number; hosts: MediaHosts },
): { fresh: ListedPost[]; unreadable: number } {
  const { known, most, hosts } = options;
  const fresh = new Map<string, ListedPost>();
  let unreadable = 0;
  for (const post of posts) {
    if (fresh.size >= most) break;
    const listed = listedPost(post, hosts);
    if (!listed) unreadable += 1;
    else if (!known.has(listed.facts.id) && !fresh.has(listed.facts.id))
      fresh.set(listed.facts.id, listed);
  }
  return { fresh: [...fresh.values()], unreadable };
}
