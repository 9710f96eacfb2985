import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { VirtualClock } from "@reddit-crawler/function-runtime/testing/virtual-clock";
import { describe, expect, test } from "vitest";

import { handleJob } from "./job/handle-job.ts";
import { createPace } from "./hosts/pace.ts";
import type { FakeAnswer } from "./testing/fake-hosts.ts";
import {
  downloadJob,
  fakeWorker,
  nextCrawlId,
  pageLink,
  postMessage,
} from "./testing/fake-worker.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";

const page = "https://pages.test/a/album";
const message = postMessage([pageLink(1, page)]);
/** What Lambda gives a worker. */
const functionMs = 90_000;
const pictureUrl = (index: number) => `https://i.imgur.com/picture${index}.jpg`;
const picture = samplePicture("jpg");

/** A worker in virtual time, and a post that is an album of `size` pictures, each `pictureMs` on its way. */
function albumOf(size: number, pictureMs: number, others: Record<number, FakeAnswer> = {}) {
  const urls = Array.from({ length: size }, (_, index) => pictureUrl(index));
  const answers: Record<string, () => Promise<FakeAnswer>> = {};
  const items = urls.map((url) => [{ url, quality: "original" }]);
  const worker = fakeWorker(answers, { [page]: { kind: "pictures", album: true, items } });
  const clock = new VirtualClock(worker.world.clock.now());
  for (const [index, url] of urls.entries())
    answers[url] = async () => {
      await clock.sleep(pictureMs);
      return others[index] ?? Buffer.concat([picture, Buffer.from(url)]);
    };
  // As many at once and as far apart as imgur is asked.
  const hosts = { hostOf: () => ({ pace: { atOnce: 2, spacingMs: 250 } }) };
  const atPace = createPace({ clock, cooldowns: worker.world.cooldowns, hosts });
  const world = { ...worker.world, clock, atPace };
  const deliver = async (attempt: number) => {
    const startMs = clock.now();
    const hiddenUntil = new Date(startMs + 180_000).toISOString();
    const job = { ...downloadJob(message, attempt), hiddenUntil };
    const end = await clock.run(handleJob(job, functionMs, world));
    return { end, tookMs: clock.now() - startMs };
  };
  return { ...worker, world, clock, deliver, urls };
}

describe("an album that takes longer than a worker has", { timeout: 60_000 }, () => {
  test.each([
    ["150 pictures of 3 s", 150, 3000],
    ["250 pictures of 1 s", 250, 1000],
    ["400 pictures that take no time", 400, 10],
  ])("of %s is recorded as far as it got, before the worker is stopped", async (_, size, ms) => {
    const worker = albumOf(size, ms);
    const { tookMs } = await worker.deliver(1);
    expect(tookMs).toBeLessThan(80_000);
    expect(worker.pictures.size).toBeGreaterThan(40);
    expect(worker.latest()?.outcome).toBe("unfinished");
    expect(worker.latest()?.links).toHaveLength(worker.pictures.size);
  });

  test("is left at once when its host asks to wait, for as long as it asked", async () => {
    const throttled = { status: 429, headers: { "retry-after": "300" } };
    const worker = albumOf(400, 100, { 20: throttled });
    expect(await worker.deliver(1)).toMatchObject({ end: "retried", tookMs: 5100 });
    expect(worker.filesAsked).toHaveLength(21);
    expect(worker.latest()?.links).toHaveLength(20);
    expect(worker.effects.at(-2)).toBe("send message anew in 300 s");
  });

  test("is left at once when another worker was asked to wait", async () => {
    const worker = albumOf(400, 100);
    const untilMs = worker.clock.now() + 300_000;
    worker.cooldownsKept.set("i.imgur.com", { untilMs, code: "http-429" });
    expect(await worker.deliver(1)).toMatchObject({ end: "deferred", tookMs: 0 });
    expect(worker.effects).toEqual(["send message anew in 300 s", "delete message"]);
  });

  test("is recorded as far as it got when the store keeps a worker to the end of its time", async () => {
    const worker = albumOf(60, 3000);
    const { store } = worker.world;
    worker.world.store = {
      find: (key, signal) => store.find(key, signal),
      open(picture, signal) {
        const upload = store.open(picture, signal);
        if (picture.sourceUrl !== pictureUrl(30)) return upload;
        const stopped = new RetryableError("bucket-unavailable", "s3: AbortError");
        const complete = async () => {
          await worker.clock.sleep(functionMs, signal).catch(() => {});
          throw stopped;
        };
        return { ...upload, complete };
      },
    };
    const { tookMs } = await worker.deliver(1);
    expect(tookMs).toBe(85_000);
    expect(worker.latest()?.links).toHaveLength(worker.pictures.size);
  });
});

describe(
  "the post of an album that takes many times as long as a worker has",
  { timeout: 60_000 },
  () => {
    test("goes on with a new message each time, until it is decided, and asks for no picture twice", async () => {
      const worker = albumOf(400, 3000);
      const ends: string[] = [];
      while (ends.at(-1) !== "decided") ends.push((await worker.deliver(1)).end);
      expect(ends).toEqual([...Array<string>(8).fill("continued"), "decided"]);
      expect(worker.filesAsked).toHaveLength(400);
      expect(worker.ofCrawl()?.links).toHaveLength(400);
      expect(worker.sent).toEqual(Array(8).fill(message));
      const ofMessages = worker.effects.filter((effect) => effect.includes("message"));
      expect(ofMessages.slice(0, 2)).toEqual(["send message anew in 0 s", "delete message"]);
    });

    test("waits as long as its host asked, also with a new message", async () => {
      const throttled = { status: 429, headers: { "retry-after": "300" } };
      const worker = albumOf(400, 100, { 20: throttled });
      expect(await worker.deliver(6)).toMatchObject({ end: "continued" });
      expect(worker.effects.slice(-2)).toEqual(["send message anew in 300 s", "delete message"]);
    });

    test("keeps its message, and the count of it, when what was found out could not be kept", async () => {
      const worker = albumOf(400, 3000);
      const decided = { ...worker.world, hosts: { ...worker.world.hosts, allows: () => false } };
      await handleJob(
        downloadJob(postMessage([pageLink(1, page)], nextCrawlId)),
        functionMs,
        decided,
      );
      const { end } = await worker.deliver(1);
      expect(worker.pictures.size).toBeGreaterThan(40);
      expect({ end, sent: worker.sent }).toEqual({
        end: "retried",
        sent: [{ ...message, attempt: 2 }],
      });
    });
  },
);
