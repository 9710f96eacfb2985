import type { PostMessage } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { fakeWorker, link, nextCrawlId, pageLink, postMessage } from "./testing/fake-worker.ts";
import { hostDown } from "./testing/fake-hosts.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";

const cat = "https://i.redd.it/cat.jpg";
const sameCat = "https://i.imgur.com/cat1234.jpg";
const jpg = samplePicture("jpg");
const other = samplePicture("jpg", 3000);

type Worker = ReturnType<typeof fakeWorker>;

const firstPost = (...urls: string[]) =>
  postMessage(urls.map((url, index) => link(index + 1, url)));
function otherPost(message: PostMessage, crawl = message.crawlId): PostMessage {
  return { ...message, crawlId: crawl, post: { ...message.post, id: "2def" } };
}
const twinOfFirst = { subreddit: "aww", postId: "1abc", position: 1 };
const repost = otherPost(postMessage([{ ...link(1, cat), duplicateOf: twinOfFirst }]));
const recordOf = (worker: Worker) => worker.recordAt(`crawls/${repost.crawlId}/posts/2def.json`);

describe("a picture that the listing names twice", () => {
  test("is downloaded once, and each post has its own copy", async () => {
    const worker = fakeWorker({ [cat]: jpg });
    await worker.deliver(firstPost(cat));
    expect(await worker.deliver(repost)).toBe("decided");
    expect(worker.filesAsked).toEqual([cat]);
    expect(worker.pictures.get("media/aww/2def/01.jpg")?.body).toEqual(jpg);
    expect(recordOf(worker)?.links).toMatchObject([
      {
        outcome: "stored",
        key: "media/aww/2def/01.jpg",
        duplicateOf: "media/aww/1abc/01.jpg",
        url: cat,
        quality: "original",
        bytes: jpg.length,
        contentType: "image/jpeg",
      },
    ]);
  });

  test("is the first one where the other post is not stored yet, and that names it", async () => {
    const worker = fakeWorker({ [cat]: jpg });
    await worker.deliver(repost);
    expect(recordOf(worker)?.links[0]).not.toHaveProperty("duplicateOf");
    await worker.deliver(firstPost(cat));
    expect(worker.ofCrawl()?.links).toMatchObject([
      { key: "media/aww/1abc/01.jpg", duplicateOf: "media/aww/2def/01.jpg" },
    ]);
  });

  test("names no picture that never came to be, nor another that stands in its place", async () => {
    const worker = fakeWorker({ [cat]: jpg, "https://i.redd.it/other.jpg": other });
    await worker.deliver(firstPost("https://i.redd.it/other.jpg"));
    expect(worker.pictures.has("media/aww/1abc/01.jpg")).toBe(true);
    await worker.deliver(repost);
    expect(recordOf(worker)?.links[0]).not.toHaveProperty("duplicateOf");
  });

  test("is one of two that never name each other, whenever a worker dies", async () => {
    const worker = fakeWorker({ [cat]: jpg });
    worker.faults.latest = new Error("the process died");
    await expect(worker.deliver(repost)).rejects.toThrow("died");
    await worker.deliver(firstPost(cat));
    await worker.deliver(repost, 2);
    const links = [recordOf(worker), worker.ofCrawl()].flatMap((record) => record?.links ?? []);
    expect(links.map(({ duplicateOf }) => duplicateOf)).toEqual([
      undefined,
      "media/aww/2def/01.jpg",
    ]);
  });

  test("is the second one where the other post has it, and is not decided yet", async () => {
    const sick = "https://i.redd.it/sick.jpg";
    const worker = fakeWorker({ [cat]: jpg, [sick]: hostDown() });
    await worker.deliver(firstPost(cat, sick));
    await worker.deliver(repost);
    expect(recordOf(worker)?.links).toMatchObject([{ duplicateOf: "media/aww/1abc/01.jpg" }]);
    worker.answers[sick] = { status: 404 };
    await worker.deliver(firstPost(cat, sick), 2);
    expect(worker.ofCrawl()?.links[0]).not.toHaveProperty("duplicateOf");
  });

  test("is decided anew by a second crawl, whatever a record said before", async () => {
    const worker = fakeWorker({ [cat]: jpg });
    await worker.deliver(repost);
    const key = "media/aww/2def/post.json";
    const said = worker.records
      .get(key)!
      .replace(
        '"outcome":"stored","key"',
        '"outcome":"stored","duplicateOf":"media/aww/1abc/99.jpg","key"',
      );
    worker.records.set(key, said);
    expect(worker.recordAt(key)?.links[0]?.duplicateOf).toBe("media/aww/1abc/99.jpg");
    await worker.deliver(otherPost(postMessage([link(1, cat)], nextCrawlId), nextCrawlId));
    expect(worker.recordAt(key)).toMatchObject({ crawlId: nextCrawlId });
    expect(worker.recordAt(key)?.links[0]).not.toHaveProperty("duplicateOf");
  });

  test("has the same record after a crash behind the copy", async () => {
    const worker = fakeWorker({ [cat]: jpg });
    await worker.deliver(firstPost(cat));
    worker.faults.latest = new Error("the process died");
    await expect(worker.deliver(repost)).rejects.toThrow("died");
    expect(await worker.deliver(repost, 2)).toBe("decided");
    expect(recordOf(worker)?.links).toMatchObject([
      { outcome: "stored", duplicateOf: "media/aww/1abc/01.jpg" },
    ]);
    expect(worker.filesAsked).toEqual([cat]);
  });

  test("is downloaded when the other post's file is no longer there", async () => {
    const worker = fakeWorker({ [cat]: jpg });
    await worker.deliver(firstPost(cat));
    worker.pictures.delete("media/aww/1abc/01.jpg");
    await worker.deliver(repost);
    expect(worker.filesAsked).toEqual([cat, cat]);
    expect(worker.pictures.has("media/aww/2def/01.jpg")).toBe(true);
  });

  test("is stored beside what an edited post has at its place", async () => {
    const worker = fakeWorker({ [cat]: jpg, "https://i.redd.it/old.jpg": other });
    await worker.deliver(otherPost(firstPost("https://i.redd.it/old.jpg"), nextCrawlId));
    await worker.deliver(firstPost(cat));
    await worker.deliver(repost);
    const [record] = recordOf(worker)?.links ?? [];
    expect(record?.key).toMatch(/^media\/aww\/2def\/01-[0-9a-f]{8}\.jpg$/);
    expect(worker.pictures.get(record?.key ?? "")?.body).toEqual(jpg);
  });

  test("is copied for each picture of an album, which is asked once", async () => {
    const page = "https://pages.test/a/album";
    const items = [cat, sameCat].map((url) => [{ url, quality: "original" }]);
    const answers = { [cat]: jpg, [sameCat]: other };
    const worker = fakeWorker(answers, { [page]: { kind: "pictures", album: true, items } });
    await worker.deliver(postMessage([pageLink(1, page)]));
    await worker.deliver(
      otherPost(postMessage([{ ...pageLink(1, page), duplicateOf: twinOfFirst }])),
    );
    expect(worker.pagesAsked).toEqual([page]);
    expect(worker.filesAsked).toHaveLength(2);
    expect(recordOf(worker)?.links.map(({ duplicateOf }) => duplicateOf)).toEqual([
      "media/aww/1abc/01.jpg",
      "media/aww/1abc/02.jpg",
    ]);
  });
});

describe("the same bytes under two addresses", () => {
  const sameBytes = otherPost(firstPost(sameCat));

  test("are stored for both posts, and the later record names the earlier picture", async () => {
    const worker = fakeWorker({ [cat]: jpg, [sameCat]: jpg });
    await worker.deliver(firstPost(cat));
    await worker.deliver(sameBytes);
    expect(worker.ofCrawl()?.links[0]).not.toHaveProperty("duplicateOf");
    expect(recordOf(worker)?.links).toMatchObject([
      { key: "media/aww/2def/01.jpg", duplicateOf: "media/aww/1abc/01.jpg" },
    ]);
  });

  test("in one post make the later place a duplicate of the earlier one", async () => {
    const worker = fakeWorker({ [cat]: jpg, [sameCat]: jpg });
    await worker.deliver(firstPost(cat, sameCat));
    expect(worker.ofCrawl()?.links.map(({ duplicateOf }) => duplicateOf)).toEqual([
      undefined,
      "media/aww/1abc/01.jpg",
    ]);
  });

  test("do not make a picture its own duplicate when its post is delivered again", async () => {
    const worker = fakeWorker({ [cat]: jpg });
    worker.faults.crawl = new Error("the process died");
    await expect(worker.deliver(firstPost(cat))).rejects.toThrow("died");
    await worker.deliver(firstPost(cat), 2);
    expect(worker.ofCrawl()?.links[0]).toMatchObject({ outcome: "stored" });
    expect(worker.ofCrawl()?.links[0]).not.toHaveProperty("duplicateOf");
  });

  test("leave the post to another delivery while the store cannot decide", async () => {
    const worker = fakeWorker({ [cat]: jpg });
    worker.claimFaults.push(new Error("the bucket is broken"));
    await expect(worker.deliver(firstPost(cat))).rejects.toThrow("broken");
    expect(worker.ofCrawl()).toBeUndefined();
    expect(await worker.deliver(firstPost(cat), 2)).toBe("decided");
  });
});

describe("a picture that Reddit is still at work on", () => {
  const places = ["https://i.redd.it/new.jpg", "https://i.redd.it/new.png"];
  const pending = { ...link(2, ...places), pending: "gallery-item-unprocessed" };
  const message = postMessage([link(1, cat), pending]);

  test("brings the message back, for it alone, until it is there", async () => {
    const worker = fakeWorker({ [cat]: jpg });
    expect(await worker.deliver(message)).toBe("retried");
    expect(worker.latest()).toMatchObject({ outcome: "unfinished", links: [{ url: cat }] });
    worker.answers["https://i.redd.it/new.png"] = samplePicture("png");
    expect(await worker.deliver(message, 2)).toBe("decided");
    expect(worker.filesAsked.filter((url) => url === cat)).toHaveLength(1);
    expect(worker.ofCrawl()?.links).toMatchObject([
      { position: 1, outcome: "stored" },
      { position: 2, outcome: "stored", key: "media/aww/1abc/02.png" },
    ]);
  });

  test("is recorded with the listing's reason in the last attempt", async () => {
    const worker = fakeWorker({ [cat]: jpg });
    expect(await worker.deliver(message, 6)).toBe("decided");
    expect(worker.ofCrawl()).toMatchObject({
      outcome: "partly-stored",
      links: [
        { position: 1 },
        { position: 2, outcome: "unavailable", reason: "gallery-item-unprocessed" },
      ],
    });
  });
});
