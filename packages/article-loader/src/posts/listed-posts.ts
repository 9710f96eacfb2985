import type { LinkReading, MediaHosts } from "@reddit-crawler/media-hosts";
import type { PostFacts } from "@reddit-crawler/message-schema";

import { postsWanted, type Crawl } from "../crawl/crawl.ts";
import { linkedPostId, type LinkingPost } from "../links/linked-posts.ts";
import { postAddress } from "../links/post-address.ts";
import { postFacts } from "./post-facts.ts";
import { isAdvert, type RedditPost } from "../reddit/reddit-post.ts";

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

/**
 * A page's first posts that the crawl has yet to list, each once and in its order, with the adverts between them;
 * `unreadable` counts those without a readable form.
 */
export function freshPosts(
  posts: readonly RedditPost[],
  crawl: Crawl,
): { fresh: ListedPost[]; unreadable: number } {
  const { hosts, progress } = crawl;
  const known = progress.listedPostIds;
  let room = postsWanted(crawl);
  const fresh = new Map<string, ListedPost>();
  let unreadable = 0;
  for (const post of posts) {
    if (room <= 0) break;
    const listed = listedPost(post, hosts);
    if (!listed) unreadable += 1;
    else if (!known.has(listed.facts.id) && !fresh.has(listed.facts.id)) {
      fresh.set(listed.facts.id, listed);
      if (!isAdvert(post)) room -= 1;
    }
  }
  return { fresh: [...fresh.values()], unreadable };
}
