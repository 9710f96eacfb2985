import { without, type ListedPost } from "../listing/posts/listed-post.ts";
import type { ReplayListing } from "../listing/replay-listing.ts";

/** The subreddit that the archive alone has: 10,000 posts, which neither the API nor the feed lists. */
export const historyName = "replay_history";

/** How many posts it has. */
export const historyLength = 10_000;
/** How many of them share a second: less than the smallest page that a reader would halve its way down to. */
const perSecond = 20;
const secondsBetween = 3600;
/** Every so many posts one links a picture; the others are texts, since 10,000 pictures would take minutes to draw. */
const perPicture = 100;
/** Every so many posts are adverts (1.6 % in July 2026), and posts that their authors deleted. */
const perAdvert = 61;
const perDeleted = 67;

/**
 * Builds the history from the plain pictures of a listing, the newest first. Its groups of 20 posts share a second,
 * and its ids grow with time.
 */
export function historyPosts(listing: ReplayListing): ListedPost[] {
  const { posts } = listing;
  const pictures = posts.filter(
    ({ id, domain, url }) =>
      domain === "i.redd.it" && listing.linksOf(id).pictures.some((picture) => picture.url === url),
  );
  const [pattern] = posts;
  if (!pattern) return [];
  return Array.from({ length: historyLength }, (_, number) => {
    const id = (4_800_000_000 - number * 31).toString(36);
    const created =
      pattern.created_utc - 3 * 86_400 - Math.floor(number / perSecond) * secondsBetween;
    const picture =
      number % perPicture === 0 ? pictures[(number / perPicture) % pictures.length] : undefined;
    const permalink = `/r/${historyName}/comments/${id}/post_${number}/`;
    const url = picture?.url ?? `https://www.reddit.com${permalink}`;
    return {
      ...without(picture ?? pattern, ["url_overridden_by_dest", "preview", "post_hint"]),
      id,
      name: `t3_${id}`,
      title: `Post ${number}`,
      author: number % perDeleted === 1 ? "[deleted]" : `historian_${number % 7}`,
      subreddit: historyName,
      subreddit_name_prefixed: `r/${historyName}`,
      permalink,
      url,
      ...(picture && { url_overridden_by_dest: url }),
      domain: picture ? "i.redd.it" : `self.${historyName}`,
      is_self: picture === undefined,
      selftext: number % perDeleted === 1 ? "[removed]" : "",
      removed_by_category: number % perDeleted === 1 ? "deleted" : null,
      ...(number % perAdvert === 2 && { promoted: true, is_created_from_ads_ui: true }),
      created,
      created_utc: created,
      score: historyLength - number,
      ups: historyLength - number,
    };
  });
}
