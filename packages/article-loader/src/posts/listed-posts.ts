import type { LinkReading, MediaHosts } from "@reddit-crawler/media-hosts";
import type { PostFacts } from "@reddit-crawler/message-schema";

import type { Crawl } from "../crawl/crawl.ts";
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

/** A page's first posts that the crawl has yet to list, each once and in its order; `unreadable` counts those without a readable form. */
export function freshPosts(
  posts: readonly RedditPost[],
  { request, hosts, progress }: Crawl,
): { fresh: ListedPost[]; unreadable: number } {
  const known = progress.listedPostIds;
  const fresh = new Map<string, ListedPost>();
  let unreadable = 0;
  for (const post of posts) {
    if (progress.counts.listed + fresh.size >= request.limit) break;
    const listed = listedPost(post, hosts);
    if (!listed) unreadable += 1;
    else if (!known.has(listed.facts.id) && !fresh.has(listed.facts.id))
      fresh.set(listed.facts.id, listed);
  }
  return { fresh: [...fresh.values()], unreadable };
}
