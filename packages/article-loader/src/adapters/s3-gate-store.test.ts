import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { createGateStore } from "./s3-gate-store.ts";

const s3 = mockClient(S3Client);
const store = createGateStore(s3JsonObjects(new S3Client({ region: "eu-central-1" }), "media"));
const at = { Bucket: "media", Key: "state/reddit-gate.json" };

beforeEach(() => s3.reset());

test("reads the text and its version", async () => {
  const answer = { Body: { transformToString: async () => "{}" }, ETag: '"e1"' };
  s3.on(GetObjectCommand, at).resolves(answer as never);
  expect(await store.read()).toEqual({ text: "{}", version: '"e1"' });
});

test("reads nothing where there was no request yet", async () => {
  const gone = { name: "NoSuchKey", $fault: "client", $metadata: { httpStatusCode: 404 } } as const;
  s3.on(GetObjectCommand).rejects(new S3ServiceException(gone));
  expect(await store.read()).toEqual({ text: undefined, version: undefined });
});

test.each([
  [undefined, { IfNoneMatch: "*" }],
  ['"e1"', { IfMatch: '"e1"' }],
])("writes over the version %j only", async (version, condition) => {
  s3.on(PutObjectCommand).resolves({});
  expect(await store.write("{}", version)).toBe(true);
  expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toEqual({
    ...at,
    Body: "{}",
    ContentType: "application/json",
    ...condition,
  });
});
