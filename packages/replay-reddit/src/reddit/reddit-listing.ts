import type { ReplayListing } from "../listing/replay-listing.ts";
import type { ListedPost } from "../listing/posts/listed-post.ts";
import { postsIn } from "./subreddit.ts";

/** One page of a listing. `after` is the fullname to go on behind; null at the end. */
export interface ListingPage {
  posts: ListedPost[];
  after: string | null;
}

/** Reads `limit` as Reddit does: 25 when absent or rubbish, never above 100. */
function pageLimit(text: string | null): number {
  return /^[1-9]\d*$/.test(text ?? "") ? Math.min(Number(text), 100) : 25;
}

/**
 * Gives the page behind the post `after`. What is no fullname, such as the words `null` and `undefined`, means the first page; a
 * fullname that is not listed has nothing behind it.
 */
function listingPage(
  posts: readonly ListedPost[],
  after: string | null,
  limit: number,
): ListingPage {
  const behind = after?.startsWith("t3_") ? after : undefined;
  const position = posts.findLastIndex(({ name }) => name === behind);
  if (behind !== undefined && position === -1) return { posts: [], after: null };
  const page = posts.slice(position + 1, position + 1 + limit);
  const atEnd = position + 1 + limit >= posts.length;
  return { posts: page, after: atEnd ? null : (page.at(-1)?.name ?? null) };
}

/** The page that a listing's query asks for; `sort` counts for the sticky post alone. */
export function redditListing(
  listing: ReplayListing,
  names: readonly string[],
  sort: string,
  query: URLSearchParams,
): ListingPage {
  const [name] = names;
  const after = query.get("after");
  const limit = pageLimit(query.get("limit"));
  if (name === "replay_empty") return { posts: [], after: null };
  const posts = listing.recorded ? [...listing.posts] : postsIn(names, listing.posts);
  // The trap of a listing that goes round: its second page leads to itself.
  if (name === "replay_loop")
    return { ...listingPage(posts, null, limit), after: posts[0]?.name ?? null };
  const page = listingPage(posts, after, limit);
  if (name === "replay_moving") return { ...page, posts: [...lastOf(posts, after), ...page.posts] };
  if (name === "replay_short_pages") return { ...page, posts: everySecond(page.posts) };
  const sticky = sort === "hot" && after === null ? listing.sticky : undefined;
  return sticky ? { ...page, posts: [...postsIn(names, [sticky]), ...page.posts] } : page;
}

/** The page of what a user posted, wherever; undefined where nobody has the name. */
export function userListing(
  posts: readonly ListedPost[],
  author: string,
  query: URLSearchParams,
): ListingPage | undefined {
  const own = posts.filter((post) => post.author.toLowerCase() === author.toLowerCase());
  if (own.length === 0) return undefined;
  return listingPage(own, query.get("after"), pageLimit(query.get("limit")));
}

/** What the page before ended with: it is there again when the ranking moved in between. */
function lastOf(posts: readonly ListedPost[], after: string | null): ListedPost[] {
  return posts.filter(({ name }) => name === after);
}

/** What is left when Reddit filters posts out of a page that it had already cut to its limit. */
function everySecond(posts: readonly ListedPost[]): ListedPost[] {
  return posts.filter((_, index) => index % 2 === 0);
}
