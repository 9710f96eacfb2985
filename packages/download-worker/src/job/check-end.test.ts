import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { describe, expect, test } from "vitest";

import { downloadJob, fakeWorker, link, nextCrawlId, postMessage } from "../testing/fake-worker.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";
import { createEndChecks } from "./end-checks.ts";
import { handleJob } from "./handle-job.ts";

const cat = "https://i.redd.it/cat.jpg";
const crawlId = "01KAR7Q8Z4M3XWQ0V5T9B2C6DE";
const queueAway = () => new RetryableError("queue-unavailable", "sqs: ServiceUnavailable");

function scene() {
  const worker = fakeWorker({ [cat]: samplePicture("jpg") });
  const decide = (id: string, crawl = crawlId) => {
    const message = postMessage([link(1, cat)], crawl);
    return worker.deliver({ ...message, post: { ...message.post, id } });
  };
  const check = (receiveCount = 1) => {
    const job = downloadJob(postMessage([link(1, cat)]), 3, receiveCount);
    const message = { ...job.message, checksEnd: true };
    return handleJob({ ...job, message }, 60_000, worker.world);
  };
  const checks = () => worker.effects.filter((effect) => effect.includes("check"));
  return { worker, decide, check, checks };
}

describe("whether a crawl is over", () => {
  test("is checked after every decision, and not by every one", async () => {
    const { worker, decide, checks } = scene();
    await decide("1a");
    worker.passTime(10_000);
    await decide("1b");
    expect(checks()).toEqual(["have the end checked in 20 s"]);
    worker.passTime(9_000);
    await decide("1c");
    expect(checks()).toHaveLength(2);
  });

  test("is checked behind a clock that was set back by hours, whose last check is long over", async () => {
    const { worker, decide, checks } = scene();
    await decide("1a");
    worker.passTime(30_000);
    worker.passTime(-8 * 3_600_000);
    await decide("1b");
    expect(checks()).toHaveLength(2);
  });

  test("is checked for each crawl of its own", async () => {
    const { decide, checks } = scene();
    await decide("1a");
    await decide("1b", nextCrawlId);
    expect(checks()).toHaveLength(2);
  });

  test.each([
    [0, 1, 20],
    [1000, 1, 20],
    [1000, 3, 60],
    [250, 10, 25],
    [1000, 10, 100],
    [undefined, 0, 20],
    [undefined, 4, 80],
  ])(
    "with %s open posts and %i listing requests is checked in %i s",
    async (openPosts, requests, seconds) => {
      const { worker, decide, check, checks } = scene();
      worker.checks.set(crawlId, { openPosts, requests });
      await check();
      await decide("1a");
      worker.passTime(seconds * 1000 - 2000);
      await decide("1b");
      expect(checks().slice(1)).toEqual([`have the end checked in ${seconds} s`]);
      worker.passTime(1000);
      await decide("1c");
      expect(checks()).toHaveLength(3);
    },
  );

  test.each([2, 20, 900])("is checked no sooner than is set: in %i s", (seconds) => {
    const checks = createEndChecks({ now: () => 0, sleep: async () => {} }, seconds);
    expect(checks.delaySeconds(crawlId)).toBe(seconds);
    checks.sent(crawlId, 0, seconds);
    expect(checks.isOnItsWay(crawlId)).toBe(true);
  });

  test("is checked within SQS's longest delay, however many posts are open", () => {
    const checks = createEndChecks({ now: () => 0, sleep: async () => {} }, 20);
    checks.found(crawlId, { openPosts: 100_000, requests: 100 });
    expect(checks.delaySeconds(crawlId)).toBe(900);
  });

  test("is checked at once when the queue takes no message", async () => {
    const { worker, decide } = scene();
    worker.faults.check = queueAway();
    expect(await decide("1a")).toBe("decided");
    expect(worker.effects.slice(-2)).toEqual([
      `check whether ${crawlId} is over`,
      "delete message",
    ]);
    await decide("1b");
    expect(worker.effects.at(-2)).toBe("have the end checked in 20 s");
  });

  test("is checked by the post's next delivery when nothing else could", async () => {
    const { worker, decide } = scene();
    worker.faults.check = queueAway();
    worker.faults.announce = new RetryableError("bucket-unavailable", "s3: away");
    expect(await decide("1a")).toBe("retried");
    expect(await decide("1a")).toBe("decided");
    expect(worker.effects.slice(-2)).toEqual(["have the end checked in 20 s", "delete message"]);
  });
});

describe("a message that has the end checked", () => {
  test("downloads nothing, and is deleted after the check", async () => {
    const { worker, check } = scene();
    expect(await check()).toBe("checked");
    expect(worker.effects).toEqual([`check whether ${crawlId} is over`, "delete message"]);
    expect(worker.filesAsked).toEqual([]);
  });

  test("comes back when the check fails, and is an error after its last receive", async () => {
    const { worker, check } = scene();
    for (const [receives, level] of [
      [1, "warn"],
      [6, "error"],
    ] as const) {
      worker.faults.announce = new RetryableError("bucket-unavailable", "s3: away");
      expect(await check(receives)).toBe("unchecked");
      expect(worker.effects.at(-1)).toMatch(/^hide message/);
      expect(JSON.parse(worker.lines.at(-1) ?? "{}")).toMatchObject({
        level,
        message: "end-not-told",
      });
    }
    expect(worker.givenUp()).toBeUndefined();
  });

  test("lets what is a bug fail the function", async () => {
    const { worker, check } = scene();
    worker.faults.announce = new TypeError("is not a function");
    await expect(check()).rejects.toThrow("is not a function");
    expect(worker.effects.at(-1)).toMatch(/^hide message/);
  });
});
