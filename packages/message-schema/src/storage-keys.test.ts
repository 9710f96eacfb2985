import { expect, test } from "vitest";

import {
  balancerStateKey,
  crawlFinishedKey,
  crawlIdOfIndexKey,
  crawlIndexKey,
  crawlSummaryKey,
  crawlTallyKey,
  crawlTotalsKey,
  hostRestKey,
  afterPostRecords,
  givenUpKey,
  importObjectKey,
  latestPostRecordKey,
  postOfKey,
  pageAnswerKey,
  pictureClaimKey,
  pictureKey,
  postRecordKey,
  redditGateKey,
  feedGateKey,
  archiveGateKey,
} from "./storage-keys.ts";

test("everything has its place in the media bucket", () => {
  expect(crawlSummaryKey("01K")).toBe("crawls/01K/crawl.json");
  expect(crawlTallyKey("01K", 3)).toBe("crawls/01K/tally/3.json");
  expect(crawlTotalsKey("01K")).toBe("crawls/01K/totals.json");
  expect(crawlFinishedKey("01K")).toBe("crawls/01K/finished.json");
  expect(postRecordKey("01K", "1skbyfv", "stored_1_1_0__")).toBe(
    "crawls/01K/posts/1skbyfv.stored_1_1_0__.json",
  );
  expect(givenUpKey("01K", "1skbyfv", "given-up_1_0_0__")).toBe(
    "crawls/01K/given-up/1skbyfv.given-up_1_0_0__.json",
  );
  expect(pictureKey("aww", "1skbyfv", 3, "jpg")).toBe("media/aww/1skbyfv/03.jpg");
  expect(pictureKey("aww", "1skbyfv", 100, "png")).toBe("media/aww/1skbyfv/100.png");
  expect(latestPostRecordKey("aww", "1skbyfv")).toBe("media/aww/1skbyfv/post.json");
  expect(pictureClaimKey("9f86d0")).toBe("media/_by-sha256/9f86d0.json");
  expect(hostRestKey("i.imgur.com")).toBe("hosts/i.imgur.com.json");
  expect(pageAnswerKey("9f86d0")).toBe("state/page-9f86d0.json");
  expect(importObjectKey("01K")).toBe("imports/01K.jsonl");
  expect(balancerStateKey("https://sqs.eu-west-1.amazonaws.com/123456789012/s-Posts-1")).toBe(
    "state/balancer/s-Posts-1.json",
  );
  expect([redditGateKey, feedGateKey, archiveGateKey]).toEqual([
    "state/reddit-gate.json",
    "state/feed-gate.json",
    "state/archive-gate.json",
  ]);
});

test("newer crawls stand before older ones in the index, and name themselves", () => {
  const ids = [
    "01KAR7Q8Z4M3XWQ0V5T9B2C6DE",
    "01KAR7Q8Z5000000000000000",
    "7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
  ];
  const keys = ids.map(crawlIndexKey);
  expect(keys.toSorted()).toEqual(keys.toReversed());
  expect(keys.map(crawlIdOfIndexKey)).toEqual(ids);
});

test("a record's key names its post, with counts and as earlier versions wrote it without", () => {
  expect(postOfKey(postRecordKey("01K", "1ab", "stored_1_1_0_stored.1_"))).toEqual({
    postId: "1ab",
    counts: "stored_1_1_0_stored.1_",
  });
  expect(postOfKey(postRecordKey("01K", "1ab"))).toEqual({ postId: "1ab", counts: undefined });
});

test("what follows a post's records sorts between them and those of the next post", () => {
  const after = afterPostRecords("01K", "1ab");
  for (const counts of [undefined, "_", "stored_1_1_0__"]) {
    expect(postRecordKey("01K", "1ab", counts) < after).toBe(true);
    expect(postRecordKey("01K", "1ab0", counts) > after).toBe(true);
  }
});
