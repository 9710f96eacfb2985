import { describe, expect, test } from "vitest";

import { fakeWorker, link, nextCrawlId, postMessage } from "../testing/fake-worker.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";

const original = "https://i.redd.it/cat.jpg";
const copy = "https://preview.redd.it/cat.jpg?s=1";
const jpg = samplePicture("jpg");

describe("a post's record", () => {
  test("says what became of every link, in the post's order, those that the listing left out included", async () => {
    const worker = fakeWorker({ [original]: jpg });
    const message = postMessage([link(3, "https://i.redd.it/gone.jpg"), link(1, original)]);
    const leftOut = [{ position: 2, foundIn: "gallery", reason: "gallery-item-failed" }];
    await worker.deliver({ ...message, leftOut });
    expect(worker.ofCrawl()).toMatchObject({
      outcome: "partly-stored",
      post: message.post,
      links: [
        { position: 1, outcome: "stored", bytes: 2000, contentType: "image/jpeg" },
        { position: 2, outcome: "unavailable", reason: "gallery-item-failed" },
        { position: 3, outcome: "gone", reason: "http-404" },
      ],
    });
  });

  test("names the picture's sha256, which the store has too", async () => {
    const worker = fakeWorker({ [original]: jpg });
    await worker.deliver(postMessage([link(1, original)]));
    const [record] = worker.ofCrawl()!.links;
    expect(record?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(worker.pictures.get(record!.key!)).toMatchObject({ sha256: record?.sha256, body: jpg });
  });

  test("that cannot be read is replaced", async () => {
    const worker = fakeWorker({ [original]: jpg });
    worker.records.set("media/aww/1abc/post.json", '{"schemaVersion":');
    expect(await worker.deliver(postMessage([link(1, original)]))).toBe("decided");
    expect(worker.latest()?.outcome).toBe("stored");
  });
});

describe("a second crawl of a post", () => {
  test("downloads nothing again, and says that the pictures were stored before", async () => {
    const worker = fakeWorker({ [original]: jpg });
    await worker.deliver(postMessage([link(1, original, copy)]));
    await worker.deliver(postMessage([link(1, original, copy)], nextCrawlId));
    expect(worker.filesAsked).toEqual([original]);
    expect(worker.ofCrawl(nextCrawlId)?.links).toMatchObject([
      { outcome: "already-stored", key: "media/aww/1abc/01.jpg", url: original },
    ]);
  });

  test("knows a picture by any of its candidates", async () => {
    const worker = fakeWorker({ [copy]: jpg });
    await worker.deliver(postMessage([link(1, copy)]));
    await worker.deliver(postMessage([link(1, original, copy)], nextCrawlId));
    expect(worker.filesAsked).toEqual([copy]);
  });

  test("asks again for what the first could not get", async () => {
    const worker = fakeWorker({});
    await worker.deliver(postMessage([link(1, original)]));
    worker.answers[original] = jpg;
    await worker.deliver(postMessage([link(1, original)], nextCrawlId));
    expect(worker.ofCrawl(nextCrawlId)?.outcome).toBe("stored");
  });

  test("keeps both pictures when the post was edited to link another one at the same position", async () => {
    const other = "https://i.redd.it/dog.jpg";
    const worker = fakeWorker({ [original]: jpg, [other]: samplePicture("jpg", 2500) });
    await worker.deliver(postMessage([link(1, original)]));
    await worker.deliver(postMessage([link(1, other)], nextCrawlId));
    const [record] = worker.ofCrawl(nextCrawlId)!.links;
    expect(record).toMatchObject({ outcome: "stored", url: other, bytes: 2500 });
    expect(record?.key).toBe(`media/aww/1abc/01-${record?.sha256?.slice(0, 8)}.jpg`);
    expect(worker.pictures.get("media/aww/1abc/01.jpg")?.body).toEqual(jpg);
  });
});

test("a picture that was stored without being recorded is found, not stored twice", async () => {
  const worker = fakeWorker({ [original]: jpg });
  await worker.deliver(postMessage([link(1, original)]));
  worker.records.clear();
  await worker.deliver(postMessage([link(1, original)]));
  expect(worker.ofCrawl()?.links).toMatchObject([{ outcome: "stored" }]);
  worker.records.clear();
  worker.answers[original] = samplePicture("jpg", 2999);
  await worker.deliver(postMessage([link(1, original)], nextCrawlId));
  expect(worker.ofCrawl(nextCrawlId)?.links).toMatchObject([
    { outcome: "already-stored", bytes: 2000 },
  ]);
  expect(worker.effects.filter((effect) => effect.endsWith(".jpg"))).toHaveLength(1);
});

test("at most three pictures of a post are downloaded at once", async () => {
  let running = 0;
  let most = 0;
  const slow = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return jpg;
  };
  const urls = Array.from({ length: 12 }, (_, index) => `https://i.redd.it/${index}.jpg`);
  const worker = fakeWorker(Object.fromEntries(urls.map((url) => [url, slow])));
  await worker.deliver(postMessage(urls.map((url, index) => link(index + 1, url))));
  expect(worker.pictures.size).toBe(12);
  expect(most).toBe(3);
});

test("a host that asks to wait is not asked again for the rest of the delivery", async () => {
  const urls = Array.from({ length: 12 }, (_, index) => `https://i.redd.it/${index}.jpg`);
  const throttled = { status: 429, headers: { "retry-after": "60" } };
  const worker = fakeWorker(Object.fromEntries(urls.map((url) => [url, throttled])));
  await worker.deliver(postMessage(urls.map((url, index) => link(index + 1, url))));
  expect(worker.filesAsked.length).toBeLessThanOrEqual(3);
  expect(worker.effects).toEqual(["send message anew in 60 s", "delete message"]);
});

test("no download starts that could not be stored in time", async () => {
  const urls = Array.from({ length: 8 }, (_, index) => `https://i.redd.it/${index}.jpg`);
  const worker = fakeWorker({});
  for (const url of urls)
    worker.answers[url] = async () => {
      worker.passTime(12_000);
      return jpg;
    };
  expect(await worker.deliver(postMessage(urls.map((url, index) => link(index + 1, url))))).toBe(
    "continued",
  );
  expect(worker.filesAsked).toHaveLength(4);
  expect(worker.pictures.size).toBe(4);
  expect(worker.latest()?.outcome).toBe("unfinished");
});
