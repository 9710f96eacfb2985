import type { PageRequest } from "./listing-page.ts";

/** The page on Reddit's API. `raw_json=1` leaves `&`, `<` and `>` as they are (https://www.reddit.com/dev/api/#response_body_encoding). */
export function apiListingUrl(page: PageRequest): URL {
  const url = new URL(listingPath(page), "https://oauth.reddit.com");
  url.search = query(page, { raw_json: "1" });
  return url;
}

/** Single posts on Reddit's API, at most 100 (https://www.reddit.com/dev/api/#GET_api_info). */
export function apiPostsUrl(postIds: readonly string[]): URL {
  const url = new URL("https://oauth.reddit.com/api/info");
  const id = postIds.map((postId) => `t3_${postId}`).join();
  url.search = new URLSearchParams({ id, raw_json: "1" }).toString();
  return url;
}

/** A post and its comments as the public Atom feed. Without the subreddit Reddit may answer with a redirect to it. */
export function feedPostUrl(postId: string, subreddit: string | undefined): URL {
  const place = subreddit === undefined ? "" : `/r/${encodeURIComponent(subreddit)}`;
  return new URL(`${place}/comments/${postId}/.rss`, "https://www.reddit.com");
}

/** The page as the public Atom feed. */
export function feedListingUrl(page: PageRequest): URL {
  const url = new URL(`${listingPath(page)}/.rss`, "https://www.reddit.com");
  url.search = query(page, {});
  return url;
}

function listingPath({ subreddit, user, sortMethod }: PageRequest): string {
  if (user !== undefined) return `/user/${encodeURIComponent(user)}/submitted`;
  const names = subreddit.split("+").map(encodeURIComponent).join("+");
  return `/r/${names}/${encodeURIComponent(sortMethod)}`;
}

/** `t` is always sent, since its default differs; `after` never when empty, since that begins the listing anew. */
function query(page: PageRequest, extra: Record<string, string>): string {
  return new URLSearchParams({
    limit: String(page.limit),
    ...(page.user !== undefined && { sort: page.sortMethod }),
    t: page.timeFilter,
    ...extra,
    ...(page.after && { after: page.after, count: String(page.count) }),
  }).toString();
}
