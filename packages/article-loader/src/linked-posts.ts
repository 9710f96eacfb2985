import { RetryableError, PermanentError } from "@reddit-crawler/function-runtime/errors";
import type { Log } from "@reddit-crawler/function-runtime/log";
import type { MediaHosts } from "@reddit-crawler/media-hosts";

import type { ReadPosts } from "./read-page.ts";
import type { RedditPost } from "./reddit-post.ts";

/** Posts by their ids, for links from one post to another. */
export type LinkedPosts = ReadonlyMap<string, RedditPost>;

/** The post that `post` links in place of a picture; undefined when it links none, or itself. */
export function linkedPostId(post: RedditPost, hosts: MediaHosts): string | undefined {
  if (!post.url || post.is_self) return undefined;
  const reading = hosts.read(post.url, "https://www.reddit.com/");
  return reading.kind === "post" && reading.postId !== post.id ? reading.postId : undefined;
}

/**
 * The posts that `posts` link, from among themselves or by one request to Reddit; those that it does not give are not
 * there. One level only: what a linked post links in turn is not asked for. Never throws, since the crawl is whole
 * without: a link that stays unknown is recorded as such.
 */
export async function findLinkedPosts(
  posts: readonly RedditPost[],
  ports: { hosts: MediaHosts; log: Log; readPosts: ReadPosts | undefined },
): Promise<LinkedPosts> {
  const { hosts, log, readPosts } = ports;
  const onPage = new Map(posts.flatMap((post) => (post.id ? [[post.id, post] as const] : [])));
  // A crosspost comes with its parent; where Reddit withholds that one, it does so here, too.
  const plain = posts.filter((post) => post.crosspost_parent === undefined);
  const wanted = new Set(plain.flatMap((post) => linkedPostId(post, hosts) ?? []));
  const elsewhere = [...wanted].filter((id) => !onPage.has(id));
  if (elsewhere.length === 0 || !readPosts) return onPage;
  try {
    const found = await readPosts(elsewhere);
    for (const post of found) if (post.id) onPage.set(post.id, post);
  } catch (error) {
    if (!(error instanceof RetryableError || error instanceof PermanentError)) throw error;
    log.warn("linked-posts-not-read", { posts: elsewhere.length, error });
  }
  return onPage;
}
