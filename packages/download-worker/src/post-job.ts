import type { Log } from "@reddit-crawler/function-runtime/log";
import type { PostMessage, PostRecord } from "@reddit-crawler/message-schema";

import type { FormerPictures } from "./records/former-pictures.ts";
import type { Deadline } from "./time/deadline.ts";

/** One attempt at a post: what stays the same from its delivery to its end. */
export interface PostJob {
  message: PostMessage;
  /** No delivery came before this one. */
  firstAttempt: boolean;
  /** Nothing of the post is stored, as far as is known, so that nobody needs to look. */
  nothingStored: boolean;
  /** No delivery comes after this one. */
  lastAttempt: boolean;
  deadline: Deadline;
  /** Fires when nothing new shall begin. */
  startSignal: AbortSignal;
  /** Fires when stores have to be over. */
  storeSignal: AbortSignal;
  /** Its lines name the crawl, the post and the message. */
  log: Log;
}

/** The attempt as its links see it: what the records of posts say is known. */
export interface LinkJob extends PostJob {
  former: FormerPictures;
  /** Keys of pictures that are stored, and marked as their post's sole one. */
  sole: Set<string>;
  /** The record beside another post's pictures. @throws {RetryableError} when the store could not decide. */
  recordOf: (post: { subreddit: string; postId: string }) => Promise<PostRecord | undefined>;
}
