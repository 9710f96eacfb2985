/** `crawls/<crawl id>/crawl.json`: the crawl's summary. */
export function crawlSummaryKey(crawlId: string): string {
  return `crawls/${crawlId}/crawl.json`;
}

/** `crawls/<crawl id>/posts/`: where the outcome records of a crawl's posts are. */
export function postRecordPrefix(crawlId: string): string {
  return `crawls/${crawlId}/posts/`;
}

/** `crawls/<crawl id>/posts/<post id>.json`: one post's outcome in one crawl. */
export function postRecordKey(crawlId: string, postId: string): string {
  return `${postRecordPrefix(crawlId)}${postId}.json`;
}

/** `media/<subreddit>/<post id>/<nn>.<ext>`: one picture; nn is its position in the post, from 01. */
export function pictureKey(
  subreddit: string,
  postId: string,
  position: number,
  extension: string,
): string {
  return `media/${subreddit}/${postId}/${String(position).padStart(2, "0")}.${extension}`;
}

/** `media/<subreddit>/<post id>/post.json`: the latest outcome record, beside the pictures it speaks of. */
export function latestPostRecordKey(subreddit: string, postId: string): string {
  return `media/${subreddit}/${postId}/post.json`;
}
