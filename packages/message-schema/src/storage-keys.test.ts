import { expect, test } from "vitest";

import {
  crawlSummaryKey,
  latestPostRecordKey,
  pageAnswerKey,
  pictureClaimKey,
  pictureKey,
  postRecordKey,
} from "./storage-keys.ts";

test("everything has its place in the media bucket", () => {
  expect(crawlSummaryKey("01K")).toBe("crawls/01K/crawl.json");
  expect(postRecordKey("01K", "1skbyfv")).toBe("crawls/01K/posts/1skbyfv.json");
  expect(pictureKey("aww", "1skbyfv", 3, "jpg")).toBe("media/aww/1skbyfv/03.jpg");
  expect(pictureKey("aww", "1skbyfv", 100, "png")).toBe("media/aww/1skbyfv/100.png");
  expect(latestPostRecordKey("aww", "1skbyfv")).toBe("media/aww/1skbyfv/post.json");
  expect(pictureClaimKey("9f86d0")).toBe("media/_by-sha256/9f86d0.json");
  expect(pageAnswerKey("9f86d0")).toBe("state/page-9f86d0.json");
});
