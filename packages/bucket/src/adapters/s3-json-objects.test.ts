import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";

import { s3JsonObjects } from "./s3-json-objects.ts";

const s3 = mockClient(S3Client);
const objects = s3JsonObjects(new S3Client({ region: "eu-central-1" }), "media");
const answer = (httpStatusCode: number) =>
  new S3ServiceException({ name: "any", $fault: "client", $metadata: { httpStatusCode } });
const puts = () => s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
const brokenBody = {
  Body: { transformToString: () => Promise.reject(new Error("aborted")) },
};

beforeEach(() => s3.reset());

test("a write names the version that it replaces, or that there is none", async () => {
  s3.on(PutObjectCommand).resolves({});
  expect(await objects.replace("k", "{}", '"e1"')).toBe(true);
  expect(await objects.replace("k", "{}", undefined)).toBe(true);
  expect(await objects.putOnce("k", "{}")).toBe(true);
  await objects.put("k", "{}");
  expect(puts()).toMatchObject([
    { IfMatch: '"e1"' },
    { IfNoneMatch: "*" },
    { IfNoneMatch: "*" },
    {},
  ]);
  expect(puts()[3]).not.toHaveProperty("IfNoneMatch");
});

test("some keys come by one request, all by as many as it takes", async () => {
  const page = (keys: string[], IsTruncated: boolean) => ({
    Contents: keys.map((Key) => ({ Key })),
    IsTruncated,
  });
  s3.on(ListObjectsV2Command)
    .resolvesOnce(page(["p/a", "p/b"], true))
    .resolvesOnce(page(["p/c"], false))
    .resolves(page(["p/b"], true));
  expect(await objects.list("p/")).toEqual(["p/a", "p/b", "p/c"]);
  expect(await objects.listSome("p/", "p/a", 1)).toEqual({ keys: ["p/b"], more: true });
  expect(s3.commandCalls(ListObjectsV2Command).map(({ args }) => args[0].input)).toMatchObject([
    { Prefix: "p/" },
    { Prefix: "p/", StartAfter: "p/b" },
    { Prefix: "p/", StartAfter: "p/a", MaxKeys: 1 },
  ]);
});

/** What each method makes of an answer: a value, or the error that it throws. */
const unavailable = { name: "RetryableError", code: "bucket-unavailable" };
const itself = { name: "any" };
const contended = { name: "RetryableError", code: "object-contended" };
const meanings: [
  what: string,
  error: Error,
  means: Record<"read" | "put" | "putOnce" | "replace", object | boolean | undefined>,
][] = [
  ["403", answer(403), { read: itself, put: itself, putOnce: itself, replace: itself }],
  ["404", answer(404), { read: undefined, put: itself, putOnce: itself, replace: false }],
  ["409", answer(409), { read: unavailable, put: unavailable, putOnce: contended, replace: false }],
  ["412", answer(412), { read: itself, put: itself, putOnce: false, replace: false }],
  [
    "429",
    answer(429),
    { read: unavailable, put: unavailable, putOnce: unavailable, replace: unavailable },
  ],
  [
    "500",
    answer(500),
    { read: unavailable, put: unavailable, putOnce: unavailable, replace: unavailable },
  ],
  [
    "503",
    answer(503),
    { read: unavailable, put: unavailable, putOnce: unavailable, replace: unavailable },
  ],
  [
    "no answer",
    new Error("socket hang up"),
    { read: unavailable, put: unavailable, putOnce: unavailable, replace: unavailable },
  ],
];

describe.each(meanings)("S3 answers %s", (_what, error, means) => {
  const calls = {
    read: () => objects.read("k"),
    put: () => objects.put("k", "{}"),
    putOnce: () => objects.putOnce("k", "{}"),
    replace: () => objects.replace("k", "{}", '"e1"'),
  };
  test.each(["read", "put", "putOnce", "replace"] as const)("to %s", async (method) => {
    s3.on(GetObjectCommand).rejects(error);
    s3.on(PutObjectCommand).rejects(error);
    const expected = means[method];
    const came = await calls[method]().catch((thrown: unknown) => thrown);
    expect({ came }).toMatchObject({ came: expected });
  });
});

test("a body that breaks off is no answer", async () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the adapter calls nothing else of a body
  s3.on(GetObjectCommand).resolves(brokenBody as never);
  await expect(objects.read("k")).rejects.toMatchObject(unavailable);
});

test("a put once is attempted three times while others write the key", async () => {
  s3.on(PutObjectCommand).rejects(answer(409));
  await expect(objects.putOnce("k", "{}")).rejects.toMatchObject(contended);
  expect(puts()).toHaveLength(3);
});

test("a put that S3 accepts after a conflict was the first", async () => {
  s3.on(PutObjectCommand).rejectsOnce(answer(409)).resolves({});
  expect(await objects.putOnce("k", "{}")).toBe(true);
});
