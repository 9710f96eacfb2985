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

describe("a message whose post cannot be decided yet", () => {
  const halfDown = () => fakeWorker({ ...files, [second]: hostDown() });

  test("is sent anew after a backoff, and what is stored is recorded beside the pictures only", async () => {
    const worker = halfDown();
    expect(await worker.deliver(twoPictures)).toBe("retried");
    expect(worker.effects).toEqual([
      "put media/aww/1abc/01.jpg",
      "put media/aww/1abc/post.json",
      "send message anew in 30 s",
      "delete message",
    ]);
    expect(worker.sent).toEqual([{ ...twoPictures, attempt: 2 }]);
    expect(worker.latest()?.outcome).toBe("unfinished");
  });

  test("comes back for the rest only", async () => {
    const worker = halfDown();
    await worker.deliver(twoPictures);
    worker.answers[second] = samplePicture("png");
    expect(await worker.deliver(twoPictures, 2)).toBe("decided");
    expect(worker.filesAsked).toEqual([first, second, second]);
    expect(worker.ofCrawl()?.links.map(({ outcome }) => outcome)).toEqual(["stored", "stored"]);
  });

  test.each([
    [1, 30],
    [2, 60],
    [3, 120],
    [5, 480],
  ])("waits longer each time: attempt %i for %i s", async (attempt, seconds) => {
    const worker = halfDown();
    await worker.deliver(twoPictures, attempt);
    expect(worker.effects.at(-2)).toBe(`send message anew in ${seconds} s`);
    expect(worker.sent).toMatchObject([{ attempt: attempt + 1 }]);
  });

  test("has its attempts counted in the message: receives without an attempt cost none", async () => {
    const worker = halfDown();
    expect(await worker.deliver(twoPictures, 3, 6)).toBe("retried");
    expect(worker.sent).toMatchObject([{ attempt: 4 }]);
  });

  test("is hidden for the same time when no new message can be sent", async () => {
    const worker = halfDown();
    worker.faults.send = new RetryableError("queue-unavailable", "sqs: ServiceUnavailable");
    expect(await worker.deliver(twoPictures)).toBe("retried");
    expect(worker.effects.at(-1)).toBe("hide message for 30 s");
    expect(worker.effects).not.toContain("delete message");
  });

  test("waits as long as the host that asked for the longest wait", async () => {
    const onImgur = "https://i.imgur.com/second.png";
    const worker = fakeWorker({
      [first]: new ThrottledError("http-429", "wait", 40),
      [onImgur]: { status: 503, headers: { "retry-after": "77" } },
    });
    const message = postMessage([link(1, first), link(2, onImgur)]);
    await worker.deliver(message);
    expect(worker.effects).toEqual(["send message anew in 77 s", "delete message"]);
  });

  test("after its last attempt moves to the dead-letter queue to start anew, with the reason", async () => {
    const worker = halfDown();
    await worker.deliver(twoPictures, 5);
    const [last] = worker.sent;
    expect(last).toEqual({ ...twoPictures, attempt: 6 });
    const job = { ...downloadJob(twoPictures), message: last ?? twoPictures };
    expect(await handleJob(job, minuteMs, worker.world)).toBe("given-up");
    expect(worker.effects.slice(-4)).toEqual([
      "put crawls/01KAR7Q8Z4M3XWQ0V5T9B2C6DE/given-up/1abc.json",
      "have the end checked in 20 s",
      "send to the dead-letter queue for connection-refused",
      "delete message",
    ]);
    expect(worker.dead).toEqual([twoPictures]);
    expect(worker.ofCrawl()).toBeUndefined();
    expect(worker.givenUp()).toMatchObject({
      outcome: "given-up",
      reasons: { "connection-refused": 1 },
    });
    const line = worker.lines.find((each) => each.includes("last-try-failed"));
    expect(JSON.parse(line ?? "{}")).toMatchObject({
      level: "error",
      position: 2,
      host: "i.redd.it",
      error: { code: "connection-refused" },
    });
  });

  test("in its last attempt goes on as a new message when that attempt stored a picture", async () => {
    const worker = halfDown();
    const ofTomorrow = { ...twoPictures, later: [1] };
    expect(await worker.deliver(ofTomorrow, 6)).toBe("continued");
    expect(worker.effects.slice(-2)).toEqual(["send message anew in 0 s", "delete message"]);
    expect(worker.sent).toEqual([ofTomorrow]);
    expect(worker.lines.join()).not.toContain("last-try-failed");
    expect(worker.givenUp()).toBeUndefined();
  });

  test("is left to the redrive when it cannot be moved to the dead-letter queue", async () => {
    const worker = halfDown();
    worker.faults.dead = new RetryableError("queue-unavailable", "sqs: ServiceUnavailable");
    await worker.deliver(twoPictures);
    expect(await worker.deliver(twoPictures, 6)).toBe("given-up");
    expect(worker.effects.slice(-2)).toEqual([
      "have the end checked in 20 s",
      "hide message for 10 s",
    ]);
  });

  test("is given up after its last receive when no new message can take its place", async () => {
    const worker = halfDown();
    worker.faults.send = new RetryableError("queue-unavailable", "sqs: ServiceUnavailable");
    expect(await worker.deliver(twoPictures, 2, 6)).toBe("given-up");
    expect(worker.effects.slice(-2)).toEqual([
      "have the end checked in 20 s",
      "hide message for 10 s",
    ]);
    expect(worker.lines.join()).toContain("message-not-replaced");
  });

  test("goes on as a new message even when the old one cannot be deleted", async () => {
    const worker = halfDown();
    worker.faults.delete = new RetryableError("queue-unavailable", "sqs: ServiceUnavailable");
    expect(await worker.deliver(twoPictures, 6)).toBe("continued");
    expect(worker.effects.at(-1)).toBe("send message anew in 0 s");
    expect(worker.lines.join()).toContain("replaced-message-not-deleted");
  });

  test("logs once what keeps many of its pictures", async () => {
    const urls = [1, 2, 3].map((index) => `https://i.redd.it/${index}.jpg`);
    const worker = fakeWorker(Object.fromEntries(urls.map((url) => [url, hostDown()])));
    const message = postMessage(urls.map((url, index) => link(index + 1, url)));
    await worker.deliver(message);
    const lines = worker.lines.filter((each) => each.includes("try-failed"));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { position: 1, host: "i.redd.it", links: 3, code: "connection-refused" },
    ]);
  });

  test("is left as it is when it can neither be replaced nor hidden", async () => {
    const worker = halfDown();
    worker.faults.send = new RetryableError("queue-unavailable", "sqs: ServiceUnavailable");
    worker.faults.hide = new Error("the receipt handle has expired");
    expect(await worker.deliver(twoPictures)).toBe("retried");
    expect(worker.lines.join()).toContain("message-not-hidden");
  });
});
