import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";

import { createGateStore } from "./s3-gate-store.ts";

const s3 = mockClient(S3Client);
const store = createGateStore(new S3Client({ region: "eu-central-1" }), "media");
const at = { Bucket: "media", Key: "state/reddit-gate.json" };

const refusal = (status: number) =>
  new S3ServiceException({
    name: `${status}`,
    $fault: "client",
    $metadata: { httpStatusCode: status },
  });

beforeEach(() => s3.reset());

describe("reading", () => {
  test("gives the text and its version", async () => {
    const answer = { Body: { transformToString: async () => "{}" }, ETag: '"e1"' };
    s3.on(GetObjectCommand, at).resolves(answer as never);
    expect(await store.read()).toEqual({ text: "{}", version: '"e1"' });
  });

  test.each([404, 403])("answers %i with nothing: there was no request yet", async (status) => {
    s3.on(GetObjectCommand).rejects(refusal(status));
    expect(await store.read()).toEqual({ text: undefined, version: undefined });
  });

  test("is retryable when S3 fails", async () => {
    s3.on(GetObjectCommand).rejects(refusal(503));
    await expect(store.read()).rejects.toMatchObject({ code: "bucket-unavailable" });
  });
});

describe("writing", () => {
  test.each([
    [undefined, { IfNoneMatch: "*" }],
    ['"e1"', { IfMatch: '"e1"' }],
  ])("over the version %j is conditional on it", async (version, condition) => {
    s3.on(PutObjectCommand).resolves({});
    expect(await store.write("{}", version)).toBe(true);
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toEqual({
      ...at,
      Body: "{}",
      ContentType: "application/json",
      ...condition,
    });
  });

  test.each([404, 409, 412])("that S3 answers with %i came too late", async (status) => {
    s3.on(PutObjectCommand).rejects(refusal(status));
    expect(await store.write("{}", '"e1"')).toBe(false);
  });

  test("is retryable when S3 fails", async () => {
    s3.on(PutObjectCommand).rejects(refusal(500));
    await expect(store.write("{}", undefined)).rejects.toMatchObject({
      code: "bucket-unavailable",
    });
  });
});
