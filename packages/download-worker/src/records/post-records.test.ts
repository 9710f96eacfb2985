import { memoryObjects } from "@reddit-crawler/bucket/testing/memory-objects";
import { recordKeyOf } from "@reddit-crawler/crawl-status/post-tally";
import type { PostRecord } from "@reddit-crawler/message-schema";
import { expect, test } from "vitest";

import { createPostRecords } from "./post-records.ts";

const latestKey = "media/aww/1abc/post.json";
const record: PostRecord = {
  schemaVersion: 1,
  crawlId: "01KAR7Q8Z4M3XWQ0V5T9B2C6DE",
  post: { id: "1abc", subreddit: "aww", title: "\ud83d猫", author: "a", permalink: "https://p" },
  outcome: "stored",
  links: [],
  decidedAt: "2026-11-22T20:00:00.000Z",
};

function scene() {
  const memory = memoryObjects();
  return { memory, records: createPostRecords(memory) };
}

test("a record is JSON under its own key, beside the pictures and in its crawl", async () => {
  const { records, memory } = scene();
  await records.putLatest(record, undefined);
  await records.putOfCrawl(record);
  expect([...memory.objects]).toEqual([
    [latestKey, JSON.stringify(record)],
    [recordKeyOf(record), JSON.stringify(record)],
  ]);
});

test("the latest record is read from beside the pictures", async () => {
  const { records } = scene();
  expect(await records.readLatest("aww", "1abc")).toBeUndefined();
  await records.putLatest(record, undefined);
  expect(await records.readLatest("aww", "1abc")).toMatchObject({ record });
});

test.each(['{"schemaVersion":', "{}", ""])("%j is there, and no record", async (text) => {
  const { records, memory } = scene();
  await memory.put(latestKey, text);
  const latest = await records.readLatest("aww", "1abc");
  expect(latest).toMatchObject({ record: undefined });
  expect(await records.putLatest(record, latest)).toBe(true);
});

test("the latest record takes the place of what was seen, or of nothing", async () => {
  const { records } = scene();
  expect(await records.putLatest(record, undefined)).toBe(true);
  expect(await records.putLatest(record, undefined)).toBe(false);
  const seen = await records.readLatest("aww", "1abc");
  expect(await records.putLatest(record, seen)).toBe(true);
  expect(await records.putLatest(record, seen)).toBe(false);
});
