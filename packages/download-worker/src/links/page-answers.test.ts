import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { createLog } from "@reddit-crawler/function-runtime/log";
import type { Resolution } from "@reddit-crawler/media-hosts";
import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { createPageAnswers } from "./page-answers.ts";

const dayMs = 86_400_000;
const s3 = mockClient(S3Client);
const page = new URL("https://imgur.com/a/AbCdE");
const album: Resolution = {
  kind: "pictures",
  album: true,
  items: [[{ url: "https://i.imgur.com/abcdefg.jpeg", quality: "original" }]],
};
let nowMs: number;
let lines: string[];
const answers = () =>
  createPageAnswers(
    s3JsonObjects(new S3Client({ region: "eu-central-1" }), "media"),
    { now: () => nowMs, sleep: async () => {} },
    createLog({ service: "download-worker", write: (line) => void lines.push(line) }),
  );
const status = (httpStatusCode: number) =>
  new S3ServiceException({ name: "Unknown", $fault: "client", $metadata: { httpStatusCode } });

/** S3 with one object: what was put last. */
function keepObject() {
  let body = "";
  s3.on(PutObjectCommand).callsFake(({ Body }) => void (body = Body));
  s3.on(GetObjectCommand).callsFake(() => {
    if (body === "") throw status(404);
    return { Body: { transformToString: async () => body } };
  });
  return { corrupt: (text: string) => void (body = text) };
}

beforeEach(() => {
  s3.reset();
  nowMs = Date.parse("2026-11-22T20:00:00.000Z");
  lines = [];
});

test("an answer is found again in the same process without asking S3", async () => {
  keepObject();
  const kept = answers();
  expect(await kept.find(page)).toBeUndefined();
  await kept.keep(page, album);
  expect(await kept.find(page)).toEqual(album);
  expect(s3.commandCalls(GetObjectCommand)).toHaveLength(1);
});

test("an answer is found by another process, under one flat key of its page", async () => {
  keepObject();
  await answers().keep(page, album);
  const kept = answers();
  expect(await kept.find(page)).toEqual(album);
  await kept.find(page);
  expect(s3.commandCalls(GetObjectCommand)).toHaveLength(1);
  expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input.Key).toMatch(
    /^state\/page-[0-9a-f]{64}\.json$/,
  );
});

test("an answer is forgotten after a week", async () => {
  keepObject();
  const kept = answers();
  await kept.keep(page, album);
  nowMs += 7 * dayMs - 1;
  expect(await kept.find(page)).toEqual(album);
  nowMs += 1;
  expect(await kept.find(page)).toBeUndefined();
});

test.each(["{", '{"page":"https://imgur.com/a/other","askedAt":"2026-11-22T20:00:00.000Z"}', "[]"])(
  "an object that says %s is no answer",
  async (text) => {
    const object = keepObject();
    await answers().keep(page, album);
    object.corrupt(text);
    expect(await answers().find(page)).toBeUndefined();
  },
);

test("a store that cannot decide leaves the link to another delivery", async () => {
  s3.on(GetObjectCommand).rejects(status(503));
  await expect(answers().find(page)).rejects.toThrow(RetryableError);
});

test("an answer that cannot be kept is still used, and the log says so", async () => {
  s3.on(PutObjectCommand).rejects(status(503));
  const kept = answers();
  await kept.keep(page, album);
  expect(await kept.find(page)).toEqual(album);
  expect(lines.join()).toContain("page-answer-not-kept");
});
