/** One post that was given up: what is known of it while it waits in the dead-letter queue. */
export interface DeadLetter {
  crawlId: string;
  postId: string;
  subreddit: string;
  title: string;
}
