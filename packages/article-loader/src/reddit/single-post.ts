import { PermanentError } from "@reddit-crawler/function-runtime/errors";

import type { ListingPage } from "./listing-page.ts";

/**
 * The page of one post's crawl: that post of `page` alone. `source` is who answered, for people.
 * @throws {PermanentError} `post-not-found`.
 */
export function singlePost(page: ListingPage, postId: string, source: string): ListingPage {
  const posts = page.posts.filter(({ id }) => id === postId);
  if (posts.length === 0) throw postNotFound(postId, `${source} does not have`);
  return { ...page, posts, after: undefined };
}

/** The error of a post that nobody has whom the crawl may ask; `nobodyHas` says who, as the sentence's beginning. */
export function postNotFound(postId: string, nobodyHas: string): PermanentError {
  return new PermanentError(
    "post-not-found",
    `${nobodyHas} the post ${postId}. Check the address. It may be private, deleted for good, or some minutes too young for the archive: another source may know it.`,
  );
}
