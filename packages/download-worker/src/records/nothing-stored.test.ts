import { describe, expect, test } from "vitest";

import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";
import { fakeWorker, link, nextCrawlId, postMessage } from "../testing/fake-worker.ts";

const cat = "https://i.redd.it/cat.jpg";
const jpg = samplePicture("jpg");
const pictureKey = "media/aww/1abc/01.jpg";
/** Seen by the loader a minute before its delivery. */
const unseen = (crawl?: string) => ({
  ...postMessage([link(1, cat)], crawl),
  nothingStoredAt: "2026-11-22T19:59:00.000Z",
});
/** What a worker looked at before it asked a host. */
const looks = ({ recordsRead, picturesLookedUp }: ReturnType<typeof fakeWorker>) =>
  recordsRead.length + picturesLookedUp.length;

describe("of a post that the loader saw nothing of", () => {
  test("the first receive looks for nothing", async () => {
    const worker = fakeWorker({ [cat]: jpg });
    expect(await worker.deliver(unseen())).toBe("decided");
    expect(looks(worker)).toBe(0);
    expect(worker.ofCrawl()?.links).toMatchObject([{ outcome: "stored" }]);
  });

  test("a second receive looks, since a worker may have died in between", async () => {
    const worker = fakeWorker({ [cat]: jpg });
    worker.faults.crawl = new Error("the process died");
    await expect(worker.deliver(unseen())).rejects.toThrow("died");
    expect(await worker.deliver(unseen(), 1, 2)).toBe("decided");
    expect(worker.filesAsked).toEqual([cat]);
  });

  test.each([
    ["waited for five minutes", "2026-11-22T19:55:00.000Z"],
    ["comes from a clock that is as far ahead", "2026-11-22T20:15:00.000Z"],
  ])("a message that %s is looked for", async (_, nothingStoredAt) => {
    const worker = fakeWorker({ [cat]: jpg });
    await worker.deliver({ ...unseen(), nothingStoredAt });
    expect(looks(worker)).toBe(2);
  });

  test.each(["sent", "dead"] as const)(
    "a message that is %s anew says so no more",
    async (kind) => {
      const worker = fakeWorker({ [cat]: { status: 503 } });
      await worker.deliver(unseen(), kind === "dead" ? 6 : 1);
      expect(worker[kind]).toHaveLength(1);
      expect(worker[kind][0]).not.toHaveProperty("nothingStoredAt");
    },
  );

  test("what another crawl stored meanwhile stays as it is, and is told apart", async () => {
    const worker = fakeWorker({ [cat]: jpg });
    await worker.deliver(unseen());
    const before = worker.pictures.get("media/aww/1abc/01.jpg");
    await worker.deliver(unseen(nextCrawlId));
    expect(worker.pictures.get("media/aww/1abc/01.jpg")).toBe(before);
    expect(worker.ofCrawl(nextCrawlId)?.links).toMatchObject([{ outcome: "already-stored" }]);
    expect(worker.latest()).toBeUndefined();
  });

  test.each([
    ["another crawl", nextCrawlId],
    ["this crawl, by another message,", undefined],
  ])(
    "a picture that %s stored meanwhile, and its host no longer has, stays known",
    async (_, crawl) => {
      const worker = fakeWorker({ [cat]: jpg });
      await worker.deliver(unseen());
      worker.answers[cat] = { status: 404 };
      await worker.deliver(unseen(crawl));
      const outcome = crawl ? "already-stored" : "stored";
      expect(worker.ofCrawl(crawl)?.links).toMatchObject([{ outcome, key: pictureKey }]);
      expect(worker.latest()).toBeUndefined();
    },
  );

  test("so does each of a gallery that has lost one", async () => {
    const dog = "https://i.redd.it/dog.jpg";
    const both = (crawl?: string) => ({ ...unseen(crawl), links: [link(1, cat), link(2, dog)] });
    const worker = fakeWorker({ [cat]: jpg, [dog]: samplePicture("jpg", 2500) });
    await worker.deliver(both());
    worker.answers[dog] = { status: 404 };
    await worker.deliver(both(nextCrawlId));
    const links = [{ outcome: "already-stored" }, { outcome: "already-stored" }];
    expect(worker.latest()?.links).toMatchObject(links);
    expect(worker.ofCrawl(nextCrawlId)?.links).toMatchObject(links);
  });

  test("and the better copy, where only a lesser one is to be had now", async () => {
    const preview = "https://preview.redd.it/cat.webp";
    const copies = (crawl?: string) => ({ ...unseen(crawl), links: [link(1, cat, preview)] });
    const worker = fakeWorker({ [cat]: jpg, [preview]: samplePicture("webp") });
    await worker.deliver(copies());
    worker.answers[cat] = { status: 403 };
    await worker.deliver(copies(nextCrawlId));
    expect(worker.ofCrawl(nextCrawlId)?.links).toMatchObject([{ key: pictureKey }]);
  });

  test("a post that has no picture is looked for, and its host asked once", async () => {
    const worker = fakeWorker({ [cat]: { status: 404 } });
    await worker.deliver(unseen());
    expect(looks(worker)).toBe(2);
    expect(worker.filesAsked).toEqual([cat]);
    expect(worker.ofCrawl()?.links).toMatchObject([{ outcome: "gone" }]);
  });
});
