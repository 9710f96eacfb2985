import type { ListedPost } from "../listing/posts/listed-post.ts";

/** Mean seconds between a post and its first retrieval (schema of July 2026). */
const firstRetrievalSeconds = 155;
/** Seconds after which the archive reads scores, flags and counts again. */
const secondRetrievalSeconds = 36 * 3600;

/** What every post has before its second retrieval: no score, whatever Reddit shows. */
const beforeSecondRetrieval = { score: 1, ups: 1, num_comments: 0, upvote_ratio: 1 };

/** What the archive says of who removed a post, where the listing says it. */
const removalTypes: Readonly<Record<string, string>> = {
  moderator: "moderator",
  deleted: "deleted",
  reddit: "reddit",
  automod_filtered: "automod_filtered",
};

/**
 * A post as Arctic Shift keeps it at `nowSeconds`: Reddit's own fields without `selftext_html`, unescaped, sorted by
 * name, and the archive's additions. The score is Reddit's only after the second retrieval, 36 h after the post.
 */
export function archivedPost(post: ListedPost, nowSeconds: number): Record<string, unknown> {
  const { selftext_html: _omitted, ...fields } = post;
  const isSettled = post.created_utc + secondRetrievalSeconds <= nowSeconds;
  const removal = removalTypes[String(post["removed_by_category"])];
  const meta = {
    ...(isSettled && { retrieved_2nd_on: post.created_utc + secondRetrievalSeconds }),
    ...(removal !== undefined && { removal_type: removal }),
    ...(removal === "deleted" && { was_deleted_later: true }),
  };
  const archived: Record<string, unknown> = {
    ...fields,
    ...(!isSettled && beforeSecondRetrieval),
    ...(post["promoted"] === true && { is_created_from_ads_ui: true }),
    retrieved_on: post.created_utc + firstRetrievalSeconds,
    ...(Object.keys(meta).length > 0 && { _meta: meta }),
  };
  return Object.fromEntries(
    Object.entries(archived).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}
