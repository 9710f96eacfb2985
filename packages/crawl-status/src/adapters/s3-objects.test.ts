import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { createS3Objects } from "./s3-objects.ts";

const s3 = mockClient(S3Client);
const objects = createS3Objects(new S3Client({ region: "eu-central-1" }), "media");
const refusal = (httpStatusCode: number) =>
  new S3ServiceException({ name: "any", $fault: "client", $metadata: { httpStatusCode } });
const puts = () => s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);

beforeEach(() => s3.reset());

test.each([403, 404])("an object that S3 answers %i for does not exist", async (status) => {
  s3.on(GetObjectCommand).rejects(refusal(status));
  expect(await objects.read("k")).toBeUndefined();
});

test("a write names the version that it replaces, or that there is none", async () => {
  s3.on(PutObjectCommand).resolves({});
  expect(await objects.write("k", "{}", '"e1"')).toBe(true);
  expect(await objects.write("k", "{}", undefined)).toBe(true);
  expect(puts()).toMatchObject([{ IfMatch: '"e1"' }, { IfNoneMatch: "*" }]);
});

test.each([404, 409, 412])("a write that S3 answers %i for was not first", async (status) => {
  s3.on(PutObjectCommand).rejects(refusal(status));
  expect(await objects.write("k", "{}", '"e1"')).toBe(false);
});

test("anything else is retryable", async () => {
  s3.on(GetObjectCommand).rejects(refusal(503));
  s3.on(PutObjectCommand).rejects(new Error("socket hang up"));
  await expect(objects.read("k")).rejects.toMatchObject({ code: "bucket-unavailable" });
  await expect(objects.write("k", "{}", undefined)).rejects.toMatchObject({
    name: "RetryableError",
  });
});
