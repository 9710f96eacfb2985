import { readRedditPost, type RedditPost } from "../reddit/reddit-post.ts";

/** A post with these fields, as Reddit's API would answer it. */
export function redditPost(fields: object): RedditPost {
  const post = readRedditPost(fields);
  if (!post) throw new Error("Any object can be read.");
  return post;
}
