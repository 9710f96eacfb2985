import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { describe, expect, test } from "vitest";

import { handleJob } from "./handle-job.ts";
import { hostDown } from "../testing/fake-hosts.ts";
import { downloadJob, fakeWorker, link, postMessage } from "../testing/fake-worker.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";

const first = "https://i.redd.it/first.jpg";
const second = "https://i.redd.it/second.png";
const minuteMs = 60_000;
const twoPictures = postMessage([link(1, first), link(2, second)]);
const files = { [first]: samplePicture("jpg"), [second]: samplePicture("png", 3000) };

describe("a message whose post can be decided", () => {
  test("is deleted last, after the pictures, the latest record, the crawl's record and a check of its end", async () => {
    const worker = fakeWorker(files);
    expect(await worker.deliver(twoPictures)).toBe("decided");
    expect(worker.effects).toEqual([
      "put media/aww/1abc/01.jpg",
      "put media/aww/1abc/02.png",
      "put media/aww/1abc/post.json",
      "put crawls/01KAR7Q8Z4M3XWQ0V5T9B2C6DE/posts/1abc.json",
      "have the end checked in 20 s",
      "delete message",
    ]);
  });

  test.each(["latest", "crawl", "delete"] as const)(
    "comes back when the %s effect fails, and then stores nothing twice and ends with the same record",
    async (kind) => {
      const untroubled = fakeWorker(files);
      await untroubled.deliver(twoPictures);

      const worker = fakeWorker(files);
      worker.faults[kind] = new RetryableError("bucket-unavailable", "s3: slow down");
      expect(await worker.deliver(twoPictures)).toBe("retried");
      expect(worker.effects.slice(-2)).toEqual(["send message anew in 30 s", "delete message"]);

      expect(await worker.deliver(twoPictures, 2)).toBe("decided");
      expect(worker.effects.at(-1)).toBe("delete message");
      expect(worker.effects.filter((effect) => /\.(?:jpg|png)$/.test(effect))).toHaveLength(2);
      expect(worker.ofCrawl()).toEqual(untroubled.ofCrawl());
      expect(worker.latest()).toEqual(untroubled.latest());
    },
  );

  test("is deleted when none of its pictures exists any more", async () => {
    const worker = fakeWorker({});
    expect(await worker.deliver(twoPictures)).toBe("decided");
    expect(worker.ofCrawl()).toMatchObject({ outcome: "nothing-stored", reason: "http-404" });
  });
});

describe("a message that nothing can come of", () => {
  test("is hidden shortly and never deleted when it is no post message", async () => {
    const worker = fakeWorker(files);
    expect(await worker.deliver({ ...twoPictures, links: [] })).toBe("poison");
    expect(worker.effects).toEqual(["hide message for 10 s"]);
    expect(worker.lines.join()).toMatch(/poison-message.*links/);
  });

  test.each([
    ["the function's time is short", 19_999, 180_000],
    ["the message becomes visible soon", minuteMs, 19_999],
    ["the message is visible already", minuteMs, -5000],
  ])("is not touched when %s", async (_why, remainingMs, hiddenMs) => {
    const worker = fakeWorker(files);
    const hiddenUntil = new Date(worker.world.clock.now() + hiddenMs).toISOString();
    const job = { ...downloadJob(twoPictures), hiddenUntil };
    expect(await handleJob(job, remainingMs, worker.world)).toBe("too-late");
    expect(worker.effects).toEqual([]);
    expect(worker.filesAsked).toEqual([]);
  });
});

test("a message that comes too late in its last receive is counted as given up, since its crawl would never end", async () => {
  const worker = fakeWorker(files);
  expect(await handleJob(downloadJob(twoPictures, 6, 5), 19_999, worker.world)).toBe("too-late");
  expect(worker.givenUp()).toBeUndefined();
  expect(await handleJob(downloadJob(twoPictures, 1, 6), 19_999, worker.world)).toBe("too-late");
  expect(worker.effects).toEqual([
    "put crawls/01KAR7Q8Z4M3XWQ0V5T9B2C6DE/given-up/1abc.json",
    "have the end checked in 20 s",
  ]);
  expect(worker.givenUp()).toMatchObject({
    outcome: "given-up",
    reasons: { "too-late": 1 },
  });
  expect(worker.lines.at(-1)).toContain("PostsGivenUp");
});

describe("a post that is decided in its last attempt, whose message cannot be ended", () => {
  test.each(["check", "delete"] as const)(
    "is reported as decided when the queue takes no %s",
    async (kind) => {
      const worker = fakeWorker(files);
      worker.faults.announce = new RetryableError("queue-unavailable", "s3: away");
      worker.faults[kind] = new RetryableError("queue-unavailable", "sqs: ServiceUnavailable");
      expect(await worker.deliver(twoPictures, 6)).toBe("decided");
      expect(worker.effects.at(-1)).toBe("hide message for 10 s");
      expect(worker.ofCrawl()?.outcome).toBe("stored");
      expect(worker.givenUp()).toBeUndefined();
      const reported = worker.lines.join();
      expect(reported).not.toMatch(/PostsGivenUp|PostsRetried|last-try-failed/);
      const line = worker.lines.find((each) => each.includes("decided-message-not-ended"));
      expect(JSON.parse(line ?? "{}")).toMatchObject({
        level: "error",
        error: { code: "queue-unavailable" },
      });
    },
  );

  test("is changed in nothing by the redrive, which ends its message", async () => {
    const worker = fakeWorker(files);
    worker.faults.delete = new RetryableError("queue-unavailable", "sqs: ServiceUnavailable");
    await worker.deliver(twoPictures, 6);
    const before = [worker.ofCrawl(), worker.latest()];
    worker.effects.length = 0;
    expect(await worker.deliver(twoPictures, 1)).toBe("decided");
    expect(worker.effects).toEqual([
      "put crawls/01KAR7Q8Z4M3XWQ0V5T9B2C6DE/posts/1abc.json",
      "delete message",
    ]);
    expect([worker.ofCrawl(), worker.latest()]).toEqual(before);
    expect(worker.filesAsked).toHaveLength(2);
  });
});

test("a bug sends the message anew and shows as the function's error", async () => {
  const worker = fakeWorker(files);
  worker.storeFaults.push(new TypeError("cannot read properties of undefined"));
  await expect(worker.deliver(twoPictures)).rejects.toThrow(TypeError);
  expect(worker.effects.slice(-2)).toEqual(["send message anew in 30 s", "delete message"]);
  expect(worker.lines.join()).toContain("unexpected-error");
});

test("every line names the crawl, the post, the message and the attempt, and no receipt handle", async () => {
  const worker = fakeWorker({ ...files, [second]: hostDown() });
  await worker.deliver(twoPictures, 6);
  expect(worker.lines.length).toBeGreaterThan(1);
  for (const line of worker.lines) {
    expect(JSON.parse(line)).toMatchObject({
      crawlId: twoPictures.crawlId,
      postId: "1abc",
      messageId: "m-1",
      attempt: 6,
    });
    expect(line).not.toContain("receipt-handle-1");
  }
});

test("pictures and bytes are counted by outcome, once however often the message comes", async () => {
  const worker = fakeWorker({ [first]: samplePicture("jpg", 2500), [second]: hostDown() });
  await worker.deliver(twoPictures);
  worker.answers[second] = { status: 410 };
  await worker.deliver(twoPictures, 2);
  const metrics = worker.lines
    .filter((line) => line.includes("_aws"))
    .map((line) => JSON.parse(line));
  expect(metrics).toMatchObject([
    { PicturesStored: 1, BytesStored: 2500, LinksUndecided: 1 },
    { PostsRetried: 1 },
    { PicturesGone: 1, PostsDecided: 1 },
  ]);
  expect(metrics[2]).not.toHaveProperty("PicturesStored");
});

test("links whose host asked to be left alone are counted apart from those that failed", async () => {
  const worker = fakeWorker({
    [first]: new ThrottledError("http-429", "wait", 40),
    [second]: hostDown(),
  });
  await worker.deliver(twoPictures);
  expect(JSON.parse(worker.lines.findLast((line) => line.includes("_aws")) ?? "{}")).toMatchObject({
    PostsRetried: 1,
    HostThrottles: 1,
  });
});
