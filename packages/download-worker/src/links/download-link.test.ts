import { describe, expect, test } from "vitest";

import { hostDown } from "../testing/fake-hosts.ts";
import { fakeWorker, link, nextCrawlId, pageLink, postMessage } from "../testing/fake-worker.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";

const original = "https://i.redd.it/cat.jpg";
const copy = "https://preview.redd.it/cat.jpg?s=1";
const page = "https://pages.test/a/album";
const jpg = samplePicture("jpg");
const png = samplePicture("png");

type Worker = ReturnType<typeof fakeWorker>;
const keysOf = (worker: Worker) => [...worker.pictures.keys()].toSorted();

describe("a picture's candidates", () => {
  const message = postMessage([link(1, original, copy)]);

  test.each([
    ["is gone", { status: 404 }],
    ["is refused", { status: 403 }],
    ["is a page", { status: 200, body: Buffer.from("<html>") }],
    [
      "leads to a host that is not open",
      { status: 302, headers: { location: "https://evil.test" } },
    ],
  ])(
    "make room for the next when the best %s, and the record says which was kept",
    async (_why, answer) => {
      const worker = fakeWorker({ [original]: answer, [copy]: jpg });
      await worker.deliver(message);
      expect(worker.ofCrawl()?.links).toMatchObject([
        { outcome: "stored", url: copy, quality: "reduced", key: "media/aww/1abc/01.jpg" },
      ]);
    },
  );

  test("wait for the best one when it may succeed later", async () => {
    const worker = fakeWorker({ [original]: hostDown(), [copy]: jpg });
    expect(await worker.deliver(message, 5)).toBe("retried");
    expect(worker.filesAsked).toEqual([original]);
    expect(worker.pictures.size).toBe(0);
  });

  test("are all attempted in the last attempt", async () => {
    const worker = fakeWorker({ [original]: hostDown(), [copy]: jpg });
    expect(await worker.deliver(message, 6)).toBe("decided");
    expect(worker.ofCrawl()?.links).toMatchObject([{ outcome: "stored", url: copy }]);
  });

  test("leave the link undecided in the last attempt when the others are gone", async () => {
    const worker = fakeWorker({ [original]: hostDown() });
    expect(await worker.deliver(message, 6)).toBe("given-up");
    expect(worker.ofCrawl()).toBeUndefined();
  });

  test("are recorded with the best one's reason when none gives a picture", async () => {
    const worker = fakeWorker({ [original]: { status: 403 }, [copy]: { status: 404 } });
    await worker.deliver(message);
    expect(worker.ofCrawl()?.links).toEqual([
      {
        position: 1,
        foundIn: "gallery",
        url: original,
        quality: "original",
        outcome: "refused",
        reason: "refused-by-host",
      },
    ]);
  });

  test("of a kind that a later loader invents are passed over", async () => {
    const worker = fakeWorker({ [copy]: jpg });
    const candidates = [
      { url: original, quality: "original", kind: "hologram" },
      { url: copy, quality: "reduced" },
    ];
    await worker.deliver(postMessage([{ position: 1, foundIn: "url", candidates }]));
    expect(worker.ofCrawl()?.links).toMatchObject([{ outcome: "stored", url: copy }]);
  });
});

describe("a page", () => {
  const items = ["a", "b", "c"].map((id) => [{ url: `https://i.test/${id}`, quality: "original" }]);
  const album = { kind: "pictures" as const, album: true, items };
  const files = { "https://i.test/a": jpg, "https://i.test/b": png, "https://i.test/c": jpg };

  test("that is all a post links gives its pictures the post's numbers", async () => {
    const worker = fakeWorker(files, { [page]: album });
    await worker.deliver(postMessage([pageLink(1, page)]));
    expect(keysOf(worker)).toEqual(
      ["01.jpg", "02.png", "03.jpg"].map((name) => `media/aww/1abc/${name}`),
    );
  });

  test("among other links numbers its pictures below its own position", async () => {
    const worker = fakeWorker({ ...files, [original]: jpg }, { [page]: album });
    await worker.deliver(postMessage([link(1, original), pageLink(2, page)]));
    expect(keysOf(worker)).toEqual(
      ["01.jpg", "02-01.jpg", "02-02.png", "02-03.jpg"].map((name) => `media/aww/1abc/${name}`),
    );
  });

  test("of one picture stands for it, with the candidates behind it as second choices", async () => {
    const single = { kind: "pictures" as const, album: false, items: items.slice(0, 1) };
    const worker = fakeWorker({ [copy]: jpg }, { [page]: single });
    const candidates = [...pageLink(1, page).candidates, ...link(1, copy).candidates];
    await worker.deliver(
      postMessage([{ position: 1, foundIn: "url", candidates }, link(2, original)]),
    );
    expect(worker.filesAsked).toContain("https://i.test/a");
    expect(worker.ofCrawl()?.links[0]).toMatchObject({
      key: "media/aww/1abc/01.jpg",
      url: copy,
      page,
    });
  });

  test.each([
    [{ kind: "gone" as const, reason: "album-gone" }, "gone", "album-gone"],
    [{ kind: "refused" as const, reason: "sent-away" }, "refused", "sent-away"],
    [{ kind: "nothing" as const, reason: "needs-client-id" }, "not-a-picture", "needs-client-id"],
    [{ kind: "pictures" as const, album: true, items: [] }, "not-a-picture", "empty-page"],
    [
      { kind: "pictures" as const, album: true, items: [[]] },
      "not-a-picture",
      "page-shows-no-picture",
    ],
  ])("that answers %j is recorded so", async (resolution, outcome, reason) => {
    const worker = fakeWorker({}, { [page]: resolution });
    await worker.deliver(postMessage([pageLink(1, page)]));
    expect(worker.ofCrawl()?.links).toMatchObject([{ outcome, reason }]);
  });

  test("on a host that is not open is refused without being asked", async () => {
    const worker = fakeWorker({});
    await worker.deliver(postMessage([pageLink(1, "https://evil.test/a/1")]));
    expect(worker.ofCrawl()?.links).toMatchObject([{ reason: "host-not-allowed" }]);
  });

  test("that answers with a page is not followed in circles", async () => {
    const nested = {
      kind: "pictures" as const,
      album: false,
      items: [pageLink(1, page).candidates],
    };
    const worker = fakeWorker({}, { [page]: nested });
    await worker.deliver(postMessage([pageLink(1, page)]));
    expect(worker.pagesAsked).toEqual([page]);
    expect(worker.ofCrawl()?.links).toMatchObject([{ reason: "page-in-a-page" }]);
  });

  test("that cannot answer now is asked again later, and what it gave before stays known", async () => {
    const itemDown = "https://i.test/b";
    const worker = fakeWorker(
      { ...files, [itemDown]: hostDown(), [original]: hostDown() },
      { [page]: album },
    );
    const message = postMessage([pageLink(1, page), link(2, original)]);
    await worker.deliver(message);
    worker.pages[page] = hostDown();
    worker.answers[original] = jpg;
    await worker.deliver(message, 2);
    expect(worker.latest()?.links).toHaveLength(3);
    worker.pages[page] = album;
    worker.answers[itemDown] = png;
    expect(await worker.deliver(message, 3)).toBe("decided");
    expect(worker.filesAsked.filter((url) => url !== itemDown && url !== original)).toHaveLength(2);
    expect(worker.ofCrawl()?.links.map(({ position, item }) => [position, item])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [2, undefined],
    ]);
  });

  test("whose pictures are all stored is not asked by the next crawl", async () => {
    const worker = fakeWorker(files, { [page]: album });
    await worker.deliver(postMessage([pageLink(1, page)]));
    await worker.deliver(postMessage([pageLink(1, page)], nextCrawlId));
    expect(worker.pagesAsked).toEqual([page]);
    expect(worker.ofCrawl(nextCrawlId)?.links.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 3 }, () => "already-stored"),
    );
  });
});
