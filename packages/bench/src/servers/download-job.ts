import type { DownloadJob } from "@reddit-crawler/message-schema";

/** The job of a post that links `urls`, as the balancer hands it to a worker. */
export function downloadJob(urls: readonly string[], postId = "1abc"): DownloadJob {
  return {
    schemaVersion: 1,
    message: postMessage(urls, postId),
    messageId: `message-${postId}`,
    receiptHandle: "receipt-handle",
    receiveCount: 1,
    receivedAt: new Date().toISOString(),
    hiddenUntil: new Date(Date.now() + 900_000).toISOString(),
  };
}

/** The message of a post that links `urls`, as the article-loader sends it. */
export function postMessage(urls: readonly string[], postId: string) {
  return {
    schemaVersion: 1 as const,
    crawlId: "01KAR7Q8Z4M3XWQ0V5T9B2C6DE",
    post: {
      id: postId,
      subreddit: "aww",
      title: "Two cats",
      author: "catperson",
      permalink: `https://www.reddit.com/r/aww/comments/${postId}/`,
    },
    links: urls.map((url, index) => ({
      position: index + 1,
      foundIn: "gallery",
      candidates: [{ url, quality: "original" }],
    })),
    leftOut: [],
  };
}
