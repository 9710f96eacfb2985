import type { ListedPost } from "../listing/posts/listed-post.ts";

/** One page of a listing. `after` is the fullname to go on behind; null at the end. */
export interface ListingPage {
  posts: ListedPost[];
  after: string | null;
}

/** Reads `limit` as Reddit does: 25 when absent or rubbish, never above 100. */
export function pageLimit(text: string | null): number {
  return /^[1-9]\d*$/.test(text ?? "") ? Math.min(Number(text), 100) : 25;
}

/**
 * Gives the page behind the post `after`. What is no fullname, such as the words `null` and `undefined`, means the first page; a
 * fullname that is not listed has nothing behind it.
 */
export function listingPage(
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
