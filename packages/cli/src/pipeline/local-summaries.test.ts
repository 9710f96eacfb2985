import { crawlSummaryKey } from "@reddit-crawler/message-schema";
import { expect, test } from "vitest";

import { withLocalSummaries } from "./local-summaries.ts";

const crawlId = "01KAR7Q8Z4M3XWQ0V5T9B2C6DE";
const key = crawlSummaryKey(crawlId);
const words = "Give your own feed's token (RedditFeedSecretArn).";

const read = async (name: string, text: string) => {
  const bucket = withLocalSummaries({ get: async (_key: string) => Buffer.from(text) });
  return Buffer.from((await bucket.get(name)) ?? "").toString();
};

test("a crawl's summary speaks of this machine's settings, and is otherwise as it was", async () => {
  const summary = {
    crawlId,
    later: { field: 1 },
    note: words,
    failure: { code: "feed-refuses", message: words, retryable: false },
  };
  const local = "Give your own feed's token (REDDIT_FEED_USER and REDDIT_FEED_TOKEN).";
  expect(JSON.parse(await read(key, JSON.stringify(summary)))).toEqual({
    ...summary,
    note: local,
    failure: { ...summary.failure, message: local },
  });
});

test("where Reddit could not be reached, it says what to check", async () => {
  const failure = {
    code: "connection-refused",
    message: "GET www.reddit.com: connect ECONNREFUSED",
  };
  expect(JSON.parse(await read(key, JSON.stringify({ failure })))).toMatchObject({
    failure: { message: expect.stringMatching(/^Reddit could not be reached: check the network/) },
  });
});

test.each([
  [key, '{"state":"listed"}'],
  [key, '{"note":"half a summ'],
  [`crawls/${crawlId}/posts/1abc.json`, JSON.stringify({ note: words })],
])("every other object is as it is: %s %s", async (name, text) => {
  expect(await read(name, text)).toBe(text);
});

test("what is not there is not there", async () => {
  expect(
    await withLocalSummaries({ get: async (_key: string) => undefined }).get(key),
  ).toBeUndefined();
});
