import { once } from "node:events";

import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { createLog } from "@reddit-crawler/function-runtime/log";
import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";

import { createCooldowns, isLasting } from "./cooldowns.ts";

const s3 = mockClient(S3Client);
const startMs = Date.parse("2026-11-22T20:00:00.000Z");
const cooldown = { untilMs: startMs + 60_000, code: "http-429" as const };
let nowMs: number;
let lines: string[];
let isImpatient: boolean;
/** Those of a process of its own. */
const cooldowns = () =>
  createCooldowns(
    s3JsonObjects(new S3Client({ region: "eu-central-1" }), "media"),
    {
      now: () => nowMs,
      sleep: async (_ms, signal) => {
        if (!isImpatient && signal) await once(signal, "abort");
        signal?.throwIfAborted();
      },
    },
    createLog({ service: "download-worker", write: (line) => void lines.push(line) }),
  );
const status = (httpStatusCode: number) =>
  new S3ServiceException({ name: "Unknown", $fault: "client", $metadata: { httpStatusCode } });
const reads = () => s3.commandCalls(GetObjectCommand).length;

/** S3 with one object: what was put last. */
function keepObject() {
  let body = "";
  s3.on(PutObjectCommand).callsFake((input) => void (body = input.Body));
  s3.on(GetObjectCommand).callsFake(() => {
    if (body === "") throw status(404);
    return { Body: { transformToString: async () => body } };
  });
}

beforeEach(() => {
  s3.reset();
  nowMs = startMs;
  lines = [];
  isImpatient = false;
});

test("a cooldown that one process keeps is found by another, in an object of its host's name", async () => {
  keepObject();
  await cooldowns().keep("i.imgur.com", cooldown);
  expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
    Bucket: "media",
    Key: "hosts/i.imgur.com.json",
    ContentType: "application/json",
    Body: '{"restUntil":"2026-11-22T20:01:00.000Z","since":"2026-11-22T20:00:00.000Z","code":"http-429"}',
  });
  expect(await cooldowns().find("i.imgur.com")).toMatchObject({ ...cooldown, sinceMs: startMs });
  expect(lines).toEqual([]);
});

test("a process asks S3 about a host once in 15 s, however many pictures want it at once", async () => {
  keepObject();
  const process = cooldowns();
  await Promise.all([process.find("a.test"), process.find("a.test"), process.find("b.test")]);
  nowMs += 14_999;
  await process.find("a.test");
  expect(reads()).toBe(2);
  await cooldowns().keep("a.test", cooldown);
  nowMs += 1;
  const before = reads();
  expect(await process.find("a.test")).toMatchObject(cooldown);
  expect(reads()).toBe(before + 1);
});

test("a shorter cooldown does not take the place of a longer one that is known", async () => {
  keepObject();
  const process = cooldowns();
  await process.keep("a.test", cooldown);
  await process.keep("a.test", { ...cooldown, untilMs: startMs + 5000 });
  expect(await process.find("a.test")).toMatchObject(cooldown);
  expect(s3.commandCalls(PutObjectCommand)).toHaveLength(1);
});

describe("a host that asks everybody to wait", () => {
  const minuteMs = 60_000;
  /** It asks a worker to wait for a minute, and then the next one. */
  async function refuse(minutes: number) {
    for (let minute = 0; minute < minutes; minute += 1) {
      await cooldowns().keep("a.test", { untilMs: nowMs + minuteMs, code: "http-429" });
      nowMs += minuteMs;
    }
  }
  const refusesForLong = () =>
    isLasting("a.test", {
      clock: { now: () => nowMs, sleep: async () => {} },
      cooldowns: cooldowns(),
    });

  test("does so for long after ten minutes, whichever workers it asked", async () => {
    keepObject();
    await refuse(9);
    expect(await refusesForLong()).toBe(false);
    await refuse(1);
    expect(await refusesForLong()).toBe(true);
  });

  test("begins anew once it has answered somebody, or has not been asked for ten minutes", async () => {
    keepObject();
    await refuse(9);
    await cooldowns().end("a.test");
    await refuse(9);
    expect(await refusesForLong()).toBe(false);
    nowMs += 10 * minuteMs;
    await refuse(1);
    expect(await refusesForLong()).toBe(false);
  });

  test("that has always answered costs no request to S3", async () => {
    keepObject();
    await cooldowns().end("a.test");
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(0);
  });
});

test.each([
  ["cannot be read", () => s3.on(GetObjectCommand).rejects(status(500))],
  ["is no cooldown", () => s3.on(GetObjectCommand).resolves({})],
])(
  "what %s counts as no cooldown, is logged, and asked for again 15 s later",
  async (_what, fail) => {
    fail();
    const process = cooldowns();
    expect([await process.find("a.test"), await process.find("a.test")]).toEqual([
      undefined,
      undefined,
    ]);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ event: "host-rest-not-read", host: "a.test" });
    nowMs += 15_000;
    await process.find("a.test");
    expect(reads()).toBe(2);
  },
);

test("every request to S3 is ended after two seconds", async () => {
  isImpatient = true;
  s3.on(GetObjectCommand).callsFake(() => new Promise(setImmediate));
  s3.on(PutObjectCommand).callsFake(() => new Promise(setImmediate));
  await cooldowns().keep("a.test", cooldown);
  const sent = s3
    .calls()
    .map(({ args }) => args as unknown as [unknown, { abortSignal: AbortSignal }]);
  const signals = sent.map(([, { abortSignal }]) => abortSignal);
  expect(signals.map(({ aborted, reason }) => aborted && String(reason))).toEqual([
    "TimeoutError: not done in 2000 ms",
    "TimeoutError: not done in 2000 ms",
  ]);
});

test("a denied read is an error, which no retry ends", async () => {
  s3.on(GetObjectCommand).rejects(status(403));
  await cooldowns().find("a.test");
  expect(JSON.parse(lines[0]!)).toMatchObject({ level: "error", event: "host-rest-not-read" });
});

test("a cooldown that cannot be put is logged, and known to this process", async () => {
  s3.on(GetObjectCommand).rejects(status(404));
  s3.on(PutObjectCommand).rejects(status(503));
  const process = cooldowns();
  await process.keep("a.test", cooldown);
  expect(JSON.parse(lines[0]!)).toMatchObject({ event: "host-rest-not-kept", host: "a.test" });
  expect(await process.find("a.test")).toMatchObject(cooldown);
});
