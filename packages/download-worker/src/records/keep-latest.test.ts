import type { LinkRecord, PostRecord } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import type { LatestRecord, PostRecords } from "./post-records.ts";
import { betterRecord, keepLatest } from "./keep-latest.ts";
import { fakeWorker, link, nextCrawlId, postMessage } from "../testing/fake-worker.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";

const { crawlId, post } = postMessage([]);
const picture = (position: number): LinkRecord => ({
  position,
  foundIn: "gallery",
  outcome: "stored",
  key: `media/aww/1abc/0${position}.jpg`,
});
const record = (outcome: string, links: LinkRecord[], crawl = crawlId): PostRecord => ({
  schemaVersion: 1,
  crawlId: crawl,
  post,
  outcome,
  links,
  decidedAt: "2026-11-22T20:00:00.000Z",
});
const done = record("stored", [picture(1), picture(2)]);
const half = record("unfinished", [picture(1)]);

describe("of two records of a post", () => {
  test.each([
    ["a decided one replaces nothing at all", done, undefined, done],
    ["an unfinished one replaces nothing at all", half, undefined, half],
    ["a decided one replaces an unfinished one", done, half, done],
    ["a decided one replaces a decided one", done, record("partly-stored", []), done],
    ["an unfinished one leaves a decided one", half, done, undefined],
    [
      "an unfinished one leaves another crawl's decided one",
      half,
      record("stored", [], nextCrawlId),
      undefined,
    ],
  ])("%s", (_what, mine, there, expected) => {
    expect(betterRecord(mine, there)).toEqual(expected);
  });

  test("an unfinished one replaces another, and keeps the pictures that only that one has", () => {
    const gone = {
      position: 3,
      foundIn: "gallery",
      outcome: "gone",
      url: "https://i.redd.it/c.jpg",
    };
    const there = record("unfinished", [picture(1), picture(2), gone]);
    expect(betterRecord(half, there)?.links).toEqual([picture(1), picture(2)]);
  });
});

describe("two deliveries that overlap", () => {
  const one = "https://i.redd.it/one.jpg";
  const two = "https://i.redd.it/two.jpg";
  const message = postMessage([link(1, one), link(2, two)]);
  const deliver = (worker: ReturnType<typeof fakeWorker>) => worker.deliver(message);

  test("leave the post decided when the one that could not finish ends last", async () => {
    const worker = fakeWorker({ [one]: samplePicture("jpg") });
    worker.answers[two] = async () => {
      worker.answers[two] = samplePicture("jpg", 2500);
      expect(await deliver(worker)).toBe("decided");
      return { status: 503 };
    };
    expect(await deliver(worker)).toBe("retried");
    expect(worker.latest()?.outcome).toBe("stored");
  });

  test("leave the post decided when the one that could not finish ends first", async () => {
    const worker = fakeWorker({ [one]: samplePicture("jpg") });
    worker.answers[two] = async () => {
      worker.answers[two] = { status: 503 };
      expect(await deliver(worker)).toBe("retried");
      expect(worker.latest()?.outcome).toBe("unfinished");
      return samplePicture("jpg", 2500);
    };
    expect(await deliver(worker)).toBe("decided");
    expect(worker.latest()).toEqual(worker.ofCrawl());
  });
});

test("a record that changes every time ends the attempt, and is not overwritten", async () => {
  let version = 0;
  const puts: (LatestRecord | undefined)[] = [];
  const records: PostRecords = {
    readLatest: async () => ({ record: half, version: `${(version += 1)}` }),
    putLatest: async (_record, seen) => {
      puts.push(seen);
      return false;
    },
    putOfCrawl: async () => {},
    putGivenUp: async () => {},
  };
  await expect(keepLatest(done, undefined, records)).rejects.toMatchObject({
    code: "object-contended",
  });
  expect(puts.map((seen) => seen?.version)).toEqual([undefined, "1", "2", "3", "4"]);
});
