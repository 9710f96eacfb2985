import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { expect, test } from "vitest";

import { deadPosts } from "./dead-posts.ts";

const message = contracts["post-message"].examples[0]!;
const { crawlId, post } = message;
const letter = {
  body: JSON.stringify(message),
  receiveCount: 6,
  sentAtMs: 0,
  delayedUntilMs: undefined,
};
const logged = (fields: object) =>
  JSON.stringify({ timestamp: "2026-11-22T20:00:00.000Z", crawlId, postId: post.id, ...fields });

test("says of each dead letter what the worker's last line said", () => {
  const dead = deadPosts();
  for (const line of [
    logged({ event: "try-failed", receiveCount: 5, code: "http-503", reason: "503" }),
    logged({
      event: "last-try-failed",
      receiveCount: 6,
      error: { name: "ThrottledError", code: "http-429", message: "the host answered 429" },
    }),
    "no line of a stage",
  ])
    dead.onLog({ function: "DownloadWorkerFunction", line });
  expect(dead.of([letter])).toEqual([
    {
      crawlId,
      postId: post.id,
      subreddit: post.subreddit,
      title: post.title,
      permalink: post.permalink,
      code: "http-429",
      message: "the host answered 429",
      attempts: 6,
      at: "2026-11-22T20:00:00.000Z",
    },
  ]);
});

test("names a post of which no worker said anything, always with the same instant", () => {
  let now = 1_000_000;
  const dead = deadPosts(() => (now += 1000));
  expect(dead.of([letter])).toMatchObject([{ code: "worker-ended", attempts: 6 }]);
  expect(dead.of([letter])).toEqual(dead.of([letter]));
});

test("passes over a message that is no post's", () => {
  expect(deadPosts().of([{ ...letter, body: "{" }])).toEqual([]);
});
