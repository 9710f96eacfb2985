import {
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { createS3ArtifactStore } from "./s3-artifact-store.ts";

const s3 = mockClient(S3Client);
const store = createS3ArtifactStore(new S3Client({ region: "us-east-1" }), "zips");
const file = { key: "balancer/1.zip", bytes: Buffer.from("zip"), contentType: "application/zip" };
const failure = (httpStatusCode: number) =>
  new S3ServiceException({
    name: "Unknown",
    message: "",
    $fault: "client",
    $metadata: { httpStatusCode },
  });

beforeEach(() => s3.reset());

test("a zip is put only where none is, so that what was deployed never changes", async () => {
  s3.on(PutObjectCommand).resolves({});
  expect(await store.put(file)).toBe(true);
  expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toEqual({
    Bucket: "zips",
    Key: "balancer/1.zip",
    Body: file.bytes,
    ContentType: "application/zip",
    IfNoneMatch: "*",
  });
});

test("a zip that is there already is no failure", async () => {
  s3.on(PutObjectCommand).rejects(failure(412));
  expect(await store.put(file)).toBe(false);
});

test("a zip is there, is not, or nobody knows", async () => {
  s3.on(HeadObjectCommand).resolvesOnce({}).rejectsOnce(failure(404)).rejectsOnce(failure(403));
  expect(await store.has("balancer/1.zip")).toBe(true);
  expect(await store.has("balancer/1.zip")).toBe(false);
  await expect(store.has("balancer/1.zip")).rejects.toThrow(S3ServiceException);
});

test.each([
  ["us-east-1", "https://s3.us-east-1.amazonaws.com/zips/templates/1.yaml"],
  ["cn-north-1", "https://s3.cn-north-1.amazonaws.com.cn/zips/templates/1.yaml"],
])("CloudFormation reads an object of %s at %s", async (region, url) => {
  const one = createS3ArtifactStore(new S3Client({ region }), "zips");
  expect(await one.urlOf("templates/1.yaml")).toBe(url);
});

test.each([
  ["NoSuchBucket", /^There is no bucket zips\. .*aws s3 mb s3:\/\/zips$/],
  ["PermanentRedirect", /^The bucket zips is in another region\. Set AWS_REGION/],
])("a bucket that S3 answers with %s is named, with what to do", async (name, message) => {
  s3.on(PutObjectCommand).rejects(Object.assign(failure(404), { name }));
  await expect(store.put(file)).rejects.toThrow(message);
});

test("a bucket that refuses fails the upload", async () => {
  s3.on(PutObjectCommand).rejects(failure(403));
  await expect(store.put(file)).rejects.toThrow(S3ServiceException);
});
