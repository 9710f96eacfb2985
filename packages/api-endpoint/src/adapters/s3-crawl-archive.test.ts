import {
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { createS3CrawlArchive } from "./s3-crawl-archive.ts";

const s3 = mockClient(S3Client);
const client = new S3Client({
  region: "eu-central-1",
  credentials: { accessKeyId: "id", secretAccessKey: "the-secret" },
});
const archive = createS3CrawlArchive("media", false, client);

beforeEach(() => s3.reset());

test("lists at most as many keys as asked for, behind the one that is named", async () => {
  s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: "a/2" }, {}], IsTruncated: true });
  expect(await archive.list("a/", "a/1", 2)).toEqual({ keys: ["a/2"], more: true });
  expect(s3.commandCalls(ListObjectsV2Command)[0]?.args[0].input).toEqual({
    Bucket: "media",
    Prefix: "a/",
    StartAfter: "a/1",
    MaxKeys: 2,
  });
});

const answer = (httpStatusCode: number) =>
  new S3ServiceException({ name: "any", $fault: "client", $metadata: { httpStatusCode } });

test("a listing that S3 denies is a fault of ours", async () => {
  s3.on(ListObjectsV2Command).rejects(answer(403));
  await expect(archive.list("a/", undefined, 1)).rejects.toMatchObject({ name: "any" });
});

test.each([
  ["503", answer(503)],
  ["no answer", new Error("socket hang up")],
])("a listing that fails with %s is retryable", async (_what, error) => {
  s3.on(ListObjectsV2Command).rejects(error);
  await expect(archive.list("a/", undefined, 1)).rejects.toMatchObject({
    name: "RetryableError",
    code: "bucket-unavailable",
  });
});

test("an object that is not there has no text", async () => {
  const gone = { name: "NoSuchKey", $fault: "client", $metadata: { httpStatusCode: 404 } } as const;
  s3.on(GetObjectCommand).rejects(new S3ServiceException(gone));
  expect(await archive.read("a/1")).toBeUndefined();
});

test("a link opens one picture for 15 minutes, and does not say the secret", async () => {
  const url = new URL(await archive.linkTo("media/aww/1abc/01.jpg"));
  expect(url.host).toBe("media.s3.eu-central-1.amazonaws.com");
  expect(url.pathname).toBe("/media/aww/1abc/01.jpg");
  expect(url.searchParams.get("X-Amz-Expires")).toBe("900");
  expect(url.searchParams.get("X-Amz-Signature")).toMatch(/^[0-9a-f]{64}$/);
  expect(url.href).not.toContain("the-secret");
});
