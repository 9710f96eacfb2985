import type { PostMessage } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { fakeWorker, link, nextCrawlId, postMessage } from "../testing/fake-worker.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";

const cat = "https://i.redd.it/cat.jpg";
const preview = "https://preview.redd.it/cat.jpg?s=1";
const jpg = samplePicture("jpg");
const hostDown = { status: 503 };

const one = (crawl?: string) => postMessage([link(1, cat, preview)], crawl);

describe("a post's sole picture", () => {
  test("needs no record beside it", async () => {
    const worker = fakeWorker({ [cat]: jpg });
    await worker.deliver(one());
    expect(worker.latest()).toBeUndefined();
    expect(worker.effects.filter((effect) => effect.startsWith("put "))).toEqual([
      "put media/aww/1abc/01.jpg",
      "put crawls/01KAR7Q8Z4M3XWQ0V5T9B2C6DE/posts/1abc.json",
    ]);
  });

  test("is known to the next crawl, which asks no host and has the same record", async () => {
    const worker = fakeWorker({ [cat]: jpg });
    await worker.deliver(one());
    await worker.deliver(one(nextCrawlId));
    expect(worker.filesAsked).toEqual([cat]);
    const [first, next] = [worker.ofCrawl(), worker.ofCrawl(nextCrawlId)];
    expect(next?.links).toEqual([{ ...first!.links[0], outcome: "already-stored" }]);
    expect(worker.latest()).toBeUndefined();
  });

  test("is known to a second delivery of the same crawl, as stored by it", async () => {
    const worker = fakeWorker({ [cat]: jpg });
    worker.faults.crawl = new Error("the process died");
    await expect(worker.deliver(one())).rejects.toThrow("died");
    expect(await worker.deliver(one(), 2)).toBe("decided");
    expect(worker.filesAsked).toEqual([cat]);
    expect(worker.ofCrawl()?.links).toMatchObject([{ outcome: "stored" }]);
  });

  test("is known once the post was edited to link more", async () => {
    const dog = "https://i.redd.it/dog.jpg";
    const worker = fakeWorker({ [cat]: jpg, [dog]: samplePicture("jpg", 2500) });
    await worker.deliver(one());
    await worker.deliver(postMessage([link(1, cat), link(2, dog)], nextCrawlId));
    expect(worker.filesAsked).toEqual([cat, dog]);
    expect(worker.latest()?.links).toMatchObject([
      { outcome: "already-stored", url: cat },
      { outcome: "stored", url: dog },
    ]);
  });

  test("counts as repeated in the crawl that found out, and in no later one", async () => {
    const twin = "https://i.redd.it/twin.jpg";
    const worker = fakeWorker({ [cat]: jpg, [twin]: jpg });
    const other = (crawl?: string) => {
      const message = postMessage([link(1, twin)], crawl);
      return { ...message, post: { ...message.post, id: "2def" } };
    };
    const repeats = () => worker.lines.filter((line) => line.includes('"PicturesRepeated":1'));
    await worker.deliver(one());
    await worker.deliver(other());
    expect(repeats()).toHaveLength(1);
    await worker.deliver(other(nextCrawlId));
    expect(worker.recordAt(`crawls/${nextCrawlId}/posts/2def.json`)?.links).toMatchObject([
      { outcome: "already-stored", duplicateOf: "media/aww/1abc/01.jpg" },
    ]);
    expect(repeats()).toHaveLength(1);
  });
});

describe("a record beside the picture is put", () => {
  test.each<[string, PostMessage, Parameters<typeof fakeWorker>[0]]>([
    ["its address names another type", postMessage([link(1, "https://i.redd.it/cat.png")]), {}],
    ["it is a worse copy", one(), { [cat]: { status: 403 }, [preview]: jpg }],
    [
      "the listing left a link out",
      { ...one(), leftOut: [{ foundIn: "text", reason: "unsupported-host" }] },
      { [cat]: jpg },
    ],
    ["the post links another", postMessage([link(1, cat), link(2, preview)]), { [cat]: jpg }],
    ["it is not the first of its post", postMessage([link(2, cat)]), { [cat]: jpg }],
  ])("where %s", async (_, message, answers) => {
    const worker = fakeWorker({ "https://i.redd.it/cat.png": jpg, ...answers });
    expect(await worker.deliver(message)).toBe("decided");
    expect(worker.latest()).toMatchObject({ crawlId: message.crawlId });
    await worker.deliver({ ...message, crawlId: nextCrawlId });
    expect(worker.ofCrawl(nextCrawlId)?.links[0]).toMatchObject({ outcome: "already-stored" });
  });

  test("where there is one already, which the decision replaces", async () => {
    const worker = fakeWorker({ [cat]: jpg, [preview]: hostDown });
    await worker.deliver(postMessage([link(1, cat), link(2, "https://preview.redd.it/dog.jpg")]));
    await worker.deliver(one(nextCrawlId));
    expect(worker.latest()).toMatchObject({ crawlId: nextCrawlId, outcome: "stored" });
  });
});

test("a picture without the mark, as an earlier version put it, is asked for and not stored twice", async () => {
  const worker = fakeWorker({ [cat]: jpg });
  await worker.deliver(one());
  const picture = worker.pictures.get("media/aww/1abc/01.jpg")!;
  worker.pictures.set(picture.key, { ...picture, isSole: false });
  await worker.deliver(one(nextCrawlId));
  expect(worker.ofCrawl(nextCrawlId)?.links).toMatchObject([{ outcome: "already-stored" }]);
  expect(worker.latest()).toMatchObject({ crawlId: nextCrawlId });
});
