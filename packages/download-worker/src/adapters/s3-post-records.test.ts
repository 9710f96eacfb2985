import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  type GetObjectCommandOutput,
} from "@aws-sdk/client-s3";
import type { PostRecord } from "@reddit-crawler/message-schema";
import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { createS3PostRecords } from "./s3-post-records.ts";

const s3 = mockClient(S3Client);
const records = createS3PostRecords(
  s3JsonObjects(new S3Client({ region: "eu-central-1" }), "media"),
);
const record: PostRecord = {
  schemaVersion: 1,
  crawlId: "01KAR7Q8Z4M3XWQ0V5T9B2C6DE",
  post: { id: "1abc", subreddit: "aww", title: "\ud83d猫", author: "a", permalink: "https://p" },
  outcome: "stored",
  links: [],
  decidedAt: "2026-11-22T20:00:00.000Z",
};
const status = (httpStatusCode: number) =>
  new S3ServiceException({ name: "Unknown", $fault: "client", $metadata: { httpStatusCode } });

beforeEach(() => s3.reset());

test("a record is JSON under its own key, beside the pictures and in its crawl", async () => {
  s3.on(PutObjectCommand).resolves({});
  await records.putLatest(record, undefined);
  await records.putOfCrawl(record);
  const inputs = s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
  expect(inputs).toMatchObject([
    { Bucket: "media", Key: "media/aww/1abc/post.json", ContentType: "application/json" },
    { Bucket: "media", Key: `crawls/${record.crawlId}/posts/1abc.json` },
  ]);
  for (const { Body } of inputs) expect(Body).toBe(JSON.stringify(record));
});

test("the latest record is read from beside the pictures", async () => {
  const Body = { transformToString: async () => "{}" } as GetObjectCommandOutput["Body"];
  s3.on(GetObjectCommand, { Bucket: "media", Key: "media/aww/1abc/post.json" }).resolves({
    ...(Body && { Body }),
    ETag: '"1"',
  });
  expect(await records.readLatest("aww", "1abc")).toEqual({ text: "{}", version: '"1"' });
});

test.each([404, 403])("%i means that there is no record yet", async (code) => {
  s3.on(GetObjectCommand).rejects(status(code));
  expect(await records.readLatest("aww", "1abc")).toBeUndefined();
});

test("a failing store is no missing record", async () => {
  s3.on(GetObjectCommand).rejects(status(503));
  await expect(records.readLatest("aww", "1abc")).rejects.toMatchObject({
    code: "bucket-unavailable",
  });
  s3.on(PutObjectCommand).rejects(status(500));
  await expect(records.putLatest(record, undefined)).rejects.toMatchObject({
    code: "bucket-unavailable",
  });
  await expect(records.putOfCrawl(record)).rejects.toMatchObject({ code: "bucket-unavailable" });
});

test("the latest record takes the place of what was seen, or of nothing", async () => {
  s3.on(PutObjectCommand).resolves({});
  await records.putLatest(record, undefined);
  await records.putLatest(record, { text: "{}", version: '"1"' });
  const inputs = s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
  expect(inputs.map(({ IfNoneMatch, IfMatch }) => [IfNoneMatch, IfMatch])).toEqual([
    ["*", undefined],
    [undefined, '"1"'],
  ]);
});

test.each([404, 409, 412])("%i means that something else is there", async (code) => {
  s3.on(PutObjectCommand).rejects(status(code));
  expect(await records.putLatest(record, undefined)).toBe(false);
});
