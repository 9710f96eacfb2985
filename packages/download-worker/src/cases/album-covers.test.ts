import type { Resolution } from "@reddit-crawler/media-hosts";
import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import type { LinkCandidate, PictureLink } from "@reddit-crawler/message-schema";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { postOutcome } from "../records/post-outcome.ts";
import { fakeWorker, link, nextCrawlId, postMessage } from "../testing/fake-worker.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";

const page = "https://pages.test/a/MixedAl";
const cover = "https://external-preview.redd.it/OC1.jpg?s=aaaa";
const items = ["https://i.imgur.com/one.png", "https://i.imgur.com/two.png"];
const asked: LinkCandidate = { url: page, quality: "original", kind: "page" };
const preview: LinkCandidate = { url: cover, quality: "preview" };
const opened: Resolution = {
  kind: "pictures",
  album: true,
  items: items.map((url) => [{ url, quality: "original" }]),
};
const files = {
  [cover]: samplePicture("jpg"),
  "https://i.imgur.com/one.png": samplePicture("png"),
  "https://i.imgur.com/two.png": samplePicture("png", 2000),
};

const album = (...candidates: LinkCandidate[]): PictureLink => ({
  position: 1,
  foundIn: "url",
  candidates,
  album: true,
});
const deliver = (
  worker: ReturnType<typeof fakeWorker>,
  links: PictureLink[],
  attempt = 1,
  crawl?: string,
) => worker.deliver(postMessage(links, crawl), attempt);

describe("Reddit's picture of an album that could not be opened is a part of the post", () => {
  test.each<[string, Resolution | Error, string | undefined]>([
    [
      "for want of a key",
      { kind: "refused", reason: "imgur-album-needs-client-id" },
      "imgur-album-needs-client-id",
    ],
    [
      "since its page was refused",
      { kind: "refused", reason: "imgur-page-refused" },
      "imgur-page-refused",
    ],
    ["since its host failed", new RetryableError("http-500", "x"), "http-500"],
    ["since it is gone", { kind: "gone", reason: "imgur-album-gone" }, undefined],
  ])("%s", async (_why, answer, insteadOf) => {
    const worker = fakeWorker(files, { [page]: answer });
    expect(await deliver(worker, [album(asked, preview)], 6)).toBe("decided");
    expect(worker.ofCrawl()).toMatchObject({
      outcome: "partly-stored",
      links: [{ outcome: "stored", url: cover, quality: "preview", reason: "album-cover" }],
    });
    expect(worker.ofCrawl()?.links[0]?.insteadOf).toBe(insteadOf);
  });

  test("also where no host could be asked, and its record is kept beside it", async () => {
    const worker = fakeWorker(files);
    await deliver(worker, [album(preview)]);
    expect(worker.ofCrawl()).toMatchObject({ outcome: "partly-stored" });
    expect(worker.latest()).toMatchObject({ links: [{ reason: "album-cover" }] });
    await deliver(worker, [album(preview)], 1, nextCrawlId);
    expect(worker.ofCrawl(nextCrawlId)).toMatchObject({
      outcome: "partly-stored",
      links: [{ outcome: "already-stored", reason: "album-cover" }],
    });
  });

  test("beside other pictures, too", async () => {
    const [url = ""] = items;
    const worker = fakeWorker(files);
    await deliver(worker, [album(preview), { ...link(2, url), foundIn: "text" }]);
    expect(worker.ofCrawl()?.outcome).toBe("partly-stored");
  });
});

test("the next crawl opens the album, and the post is whole", async () => {
  const worker = fakeWorker(files, {
    [page]: { kind: "refused", reason: "imgur-album-needs-client-id" },
  });
  await deliver(worker, [album(asked, preview)]);
  worker.pages[page] = opened;
  await deliver(worker, [album(asked, preview)], 1, nextCrawlId);
  const record = worker.ofCrawl(nextCrawlId);
  expect(record?.outcome).toBe("stored");
  expect(record?.links.map(({ url, reason }) => [url, reason])).toEqual(
    items.map((url) => [url, undefined]),
  );
});

test("a crawl after its host was opened opens the album, too", async () => {
  const worker = fakeWorker(files, { [page]: opened });
  await deliver(worker, [album(preview)]);
  await deliver(worker, [album(asked, preview)], 1, nextCrawlId);
  expect(worker.ofCrawl(nextCrawlId)).toMatchObject({ outcome: "stored" });
  expect(worker.ofCrawl(nextCrawlId)?.links.map(({ url }) => url)).toEqual(items);
});

test("a cover that an earlier version kept as the whole is none: the album is opened, or it is a part", async () => {
  for (const [answer, outcome] of [
    [opened, "stored"],
    [{ kind: "gone", reason: "imgur-album-gone" }, "partly-stored"],
  ] as const) {
    const worker = fakeWorker(files, { [page]: answer });
    await deliver(worker, [{ ...album(preview), album: false }]);
    expect(worker.ofCrawl()).toMatchObject({ outcome: "stored" });
    await deliver(worker, [album(asked, preview)], 1, nextCrawlId);
    expect(worker.ofCrawl(nextCrawlId)).toMatchObject({ outcome });
  }
});

test("an opened album, and an album of one picture, are whole", async () => {
  const answers: Resolution[] = [
    opened,
    { kind: "pictures", album: false, items: opened.items.slice(0, 1) },
  ];
  for (const answer of answers) {
    const worker = fakeWorker(files, { [page]: answer });
    await deliver(worker, [album(asked, preview)]);
    expect(worker.ofCrawl()?.outcome).toBe("stored");
    for (const stored of worker.ofCrawl()?.links ?? []) expect(stored).not.toHaveProperty("reason");
  }
});

test("a post is stored only if each of its links is, and none of them in part", () => {
  const record = fc.constantFrom(
    { outcome: "stored", key: "media/aww/1abc/01.jpg" },
    { outcome: "already-stored", key: "media/aww/1abc/02.jpg", reason: "cut-off" },
    { outcome: "stored", key: "media/aww/1abc/03.jpg", reason: "album-cover" },
    { outcome: "gone", reason: "http-404" },
    { outcome: "refused", reason: "imgur-album-needs-client-id" },
  );
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), (records) => {
      const { outcome } = postOutcome(records.map((each) => ({ foundIn: "url", ...each })));
      const isPart = (each: (typeof records)[number]) =>
        !("key" in each) || each.reason === "album-cover";
      const expected = records.every((each) => !("key" in each))
        ? "nothing-stored"
        : records.some(isPart)
          ? "partly-stored"
          : "stored";
      expect(outcome).toBe(expected);
    }),
  );
});
