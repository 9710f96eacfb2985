import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  type GetObjectCommandOutput,
} from "@aws-sdk/client-s3";
import type { CrawlSummary, PostRecord } from "@reddit-crawler/message-schema";
import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";

import { crawlRequest } from "../testing/loader-world.ts";
import { createCrawlRecords } from "./s3-crawl-records.ts";

const s3 = mockClient(S3Client);
const pausesMs: number[] = [];
const clock = { sleep: async (ms: number) => void pausesMs.push(ms) };
const records = createCrawlRecords({
  objects: s3JsonObjects(new S3Client({ region: "eu-central-1" }), "media"),
  clock,
  random: () => 0.5,
});

const summary: CrawlSummary = {
  ...crawlRequest,
  state: "listing",
  source: "oauth",
  updatedAt: "2026-11-22T20:00:00.000Z",
  counts: { pages: 0, listed: 0, queued: 0, withoutPictures: 0, picturesLinked: 0 },
};
const record: PostRecord = {
  schemaVersion: 1,
  crawlId: crawlRequest.crawlId,
  post: {
    id: "a1",
    subreddit: "aww",
    title: "Cat",
    author: "catperson",
    permalink: "https://www.reddit.com/comments/a1/",
  },
  outcome: "no-pictures",
  reason: "text-only",
  links: [],
  decidedAt: "2026-11-22T20:00:00.000Z",
};

const refusal = (status: number) =>
  new S3ServiceException({
    name: `${status}`,
    $fault: "client",
    $metadata: { httpStatusCode: status },
  });
const inputs = () => s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);

beforeEach(() => {
  s3.reset();
  pausesMs.length = 0;
});

describe("a summary", () => {
  const { crawlId } = crawlRequest;
  const found = (former: CrawlSummary, ETag: string) => {
    const body = { transformToString: async () => JSON.stringify(former) };
    return { Body: body as NonNullable<GetObjectCommandOutput["Body"]>, ETag };
  };

  test("is put where there was none", async () => {
    s3.on(GetObjectCommand).rejects(refusal(404)).on(PutObjectCommand).resolves({});
    expect(await records.saveSummary(crawlId, () => summary)).toEqual(summary);
    expect(inputs()).toEqual([
      {
        Bucket: "media",
        Key: `crawls/${crawlId}/crawl.json`,
        Body: JSON.stringify(summary),
        ContentType: "application/json",
        IfNoneMatch: "*",
      },
    ]);
  });

  test("replaces the one that it was made of, and no other", async () => {
    const other = { ...summary, state: "failed" };
    s3.on(GetObjectCommand).resolvesOnce(found(summary, '"e1"')).resolvesOnce(found(other, '"e2"'));
    s3.on(PutObjectCommand).rejectsOnce(refusal(412)).resolves({});
    const kept = await records.saveSummary(crawlId, (former) => ({
      ...summary,
      note: former?.state ?? "none",
    }));
    expect(kept.note).toBe("failed");
    expect(inputs()).toMatchObject([
      { IfMatch: '"e1"', Body: expect.stringContaining('"note":"listing"') },
      { IfMatch: '"e2"', Body: expect.stringContaining('"note":"failed"') },
    ]);
  });

  test("that stays as it is is not put again", async () => {
    s3.on(GetObjectCommand).resolves(found(summary, '"e1"'));
    expect(await records.saveSummary(crawlId, (former) => former ?? summary)).toEqual(summary);
    expect(inputs()).toEqual([]);
  });

  test("that others always put first is tried after longer and longer pauses, and retryable", async () => {
    s3.on(GetObjectCommand).rejects(refusal(404)).on(PutObjectCommand).rejects(refusal(409));
    await expect(records.saveSummary(crawlId, () => summary)).rejects.toMatchObject({
      name: "RetryableError",
      code: "object-contended",
    });
    expect(inputs()).toHaveLength(6);
    expect(pausesMs).toEqual([20, 40, 80, 160, 200]);
  });

  test("that cannot be saved is retryable", async () => {
    s3.on(GetObjectCommand).rejects(refusal(404)).on(PutObjectCommand).rejects(refusal(503));
    await expect(records.saveSummary(crawlId, () => summary)).rejects.toMatchObject({
      name: "RetryableError",
      code: "bucket-unavailable",
    });
  });
});

test("a crawl's entry in the index is named so that newer crawls come first", async () => {
  s3.on(PutObjectCommand).resolves({});
  await records.indexCrawl(crawlRequest);
  expect(inputs()).toMatchObject([{ Key: expect.stringMatching(/^crawl-index\/Z[A-Z0-9]{25}$/) }]);
});

describe("a post's record", () => {
  test("is put only where the post has none in this crawl", async () => {
    s3.on(PutObjectCommand).resolves({});
    await records.recordPost(record);
    expect(inputs()).toMatchObject([
      { Key: `crawls/${crawlRequest.crawlId}/posts/a1.json`, IfNoneMatch: "*" },
    ]);
  });

  test("that is there already stays as it is", async () => {
    s3.on(PutObjectCommand).rejects(refusal(412));
    await records.recordPost(record);
    expect(inputs()).toHaveLength(1);
  });

  test("that another put races is tried again, three times at most", async () => {
    s3.on(PutObjectCommand).rejectsOnce(refusal(409)).resolves({});
    await records.recordPost(record);
    expect(inputs()).toHaveLength(2);
    s3.reset();
    s3.on(PutObjectCommand).rejects(refusal(409));
    await expect(records.recordPost(record)).rejects.toMatchObject({ code: "object-contended" });
    expect(inputs()).toHaveLength(3);
  });

  test("that cannot be saved is retryable", async () => {
    s3.on(PutObjectCommand).rejects(refusal(503));
    await expect(records.recordPost(record)).rejects.toMatchObject({ code: "bucket-unavailable" });
  });
});
