import { describe, expect, test } from "vitest";

import { hostDown } from "../testing/fake-hosts.ts";
import { fakeWorker, link, nextCrawlId, pageLink, postMessage } from "../testing/fake-worker.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";

const original = "https://i.imgur.com/abcdefg.jpg";
const preview = "https://external-preview.redd.it/cat.jpg?s=1";
const page = "https://pages.test/abcdefg";
const jpg = samplePicture("jpg");
const png = samplePicture("png");
const throttled = { status: 429, headers: { "retry-after": "1" } };

type Worker = ReturnType<typeof fakeWorker>;
const links = [link(1, original, preview)];
/** The last attempt of the first crawl, or of the next one. */
const crawl = (worker: Worker, wanted = links, crawlId?: string, receiveCount = 6) =>
  worker.deliver(postMessage(wanted, crawlId), receiveCount);
const forgetCooldowns = (worker: Worker) => worker.passTime(2000);

test.each([
  ["throttles", throttled, "http-429"],
  ["is down", hostDown(), "connection-refused"],
  ["refuses", { status: 403 }, "refused-by-host"],
])(
  "where the host %s, Reddit's copy is kept, and the next crawl replaces it",
  async (_, answer, code) => {
    const worker = fakeWorker({ [original]: answer, [preview]: jpg });
    await crawl(worker);
    expect(worker.ofCrawl()?.links).toMatchObject([
      { outcome: "stored", url: preview, insteadOf: code, key: "media/aww/1abc/01.jpg" },
    ]);

    worker.answers[original] = png;
    forgetCooldowns(worker);
    expect(await crawl(worker, links, nextCrawlId, 1)).toBe("decided");
    const [kept] = worker.ofCrawl(nextCrawlId)?.links ?? [];
    expect(kept).toMatchObject({ outcome: "stored", url: original, quality: "original" });
    expect(kept?.insteadOf).toBeUndefined();
    expect(worker.pictures.has(kept?.key ?? "")).toBe(true);
  },
);

test("an original of the same type gets a name of its own beside the copy's", async () => {
  const worker = fakeWorker({ [original]: throttled, [preview]: jpg });
  await crawl(worker);
  worker.answers[original] = samplePicture("jpg", 3000);
  forgetCooldowns(worker);
  await crawl(worker, links, nextCrawlId, 1);
  const [kept] = worker.ofCrawl(nextCrawlId)?.links ?? [];
  expect(kept).toMatchObject({ url: original, bytes: 3000 });
  expect(kept?.key).toMatch(/^media\/aww\/1abc\/01-[0-9a-f]{8}\.jpg$/);
});

test("while the host still refuses, the copy stays at the first attempt, and is attempted again by the crawl after", async () => {
  const worker = fakeWorker({ [original]: throttled, [preview]: jpg });
  await crawl(worker);
  forgetCooldowns(worker);
  expect(await crawl(worker, links, nextCrawlId, 1)).toBe("decided");
  expect(worker.ofCrawl(nextCrawlId)?.links).toMatchObject([
    { outcome: "already-stored", url: preview, insteadOf: "http-429" },
  ]);
  expect(worker.filesAsked.filter((url) => url === preview)).toHaveLength(1);
});

test("an original that is gone is not asked for again", async () => {
  const worker = fakeWorker({ [original]: { status: 404 }, [preview]: jpg });
  await crawl(worker);
  await crawl(worker, links, nextCrawlId, 1);
  expect(worker.filesAsked.filter((url) => url === original)).toHaveLength(1);
});

test("the page of a picture is asked again as well", async () => {
  const { candidates, ...rest } = pageLink(1, page);
  const wanted = [{ ...rest, candidates: [...candidates, { url: preview, quality: "preview" }] }];
  const found = {
    kind: "pictures" as const,
    album: false,
    items: [[{ url: original, quality: "original" }]],
  };
  const worker = fakeWorker({ [original]: throttled, [preview]: jpg }, { [page]: found });
  await crawl(worker, wanted);
  expect(worker.ofCrawl()?.links).toMatchObject([{ url: preview, insteadOf: "http-429" }]);
  worker.answers[original] = png;
  forgetCooldowns(worker);
  await crawl(worker, wanted, nextCrawlId, 1);
  expect(worker.ofCrawl(nextCrawlId)?.links).toMatchObject([{ outcome: "stored", url: original }]);
});

describe("a host that has asked everybody to wait for ten minutes", () => {
  const lasting = (worker: Worker, minutes: number) =>
    worker.cooldownsKept.set("i.imgur.com", {
      untilMs: worker.world.clock.now() + 60_000,
      code: "http-429",
      sinceMs: worker.world.clock.now() - minutes * 60_000,
    });

  test("makes room for Reddit's copy at the first attempt, and is not asked", async () => {
    const worker = fakeWorker({ [original]: throttled, [preview]: jpg });
    lasting(worker, 10);
    expect(await crawl(worker, links, undefined, 1)).toBe("decided");
    expect(worker.filesAsked).toEqual([preview]);
    expect(worker.ofCrawl()?.links).toMatchObject([{ url: preview, insteadOf: "http-429" }]);
  });

  test("is waited for while it has done so for less", async () => {
    const worker = fakeWorker({ [original]: throttled, [preview]: jpg });
    lasting(worker, 9);
    expect(await crawl(worker, links, undefined, 1)).toBe("deferred");
    expect(worker.filesAsked).toEqual([]);
  });

  test("counts as answering again from its first picture on", async () => {
    const worker = fakeWorker({ [original]: png, [preview]: jpg });
    lasting(worker, 10);
    worker.passTime(61_000);
    await crawl(worker, links, undefined, 1);
    expect(worker.ofCrawl()?.links).toMatchObject([{ url: original }]);
    expect(worker.cooldownsKept.size).toBe(0);
  });

  test("is waited for where there is no other copy", async () => {
    const worker = fakeWorker({ [original]: throttled });
    lasting(worker, 60);
    expect(await crawl(worker, [link(1, original)], undefined, 1)).toBe("deferred");
  });
});
