import type { Resolution } from "@reddit-crawler/media-hosts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { fakeWorker, pageLink, postMessage } from "../testing/fake-worker.ts";

test("gone is what an address says that the post or a host named, where there is one", async () => {
  const candidate = fc.record({
    status: fc.constantFrom(404, 410, 451, 401, 403, 400),
    guessed: fc.boolean(),
    quality: fc.constantFrom("original", "reduced", "preview"),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(candidate, { minLength: 1, maxLength: 4 }), async (list) => {
      const urlOf = (index: number) => `https://i.redd.it/${index}.jpg`;
      const worker = fakeWorker(
        Object.fromEntries(list.map(({ status }, index) => [urlOf(index), { status }])),
      );
      const candidates = list.map(({ guessed, quality }, index) => ({
        url: urlOf(index),
        quality,
        ...(guessed && { guessed }),
      }));
      const message = postMessage([{ position: 1, foundIn: "url", candidates }]);
      await worker.deliver(message);
      const named = list.filter(({ guessed, quality }) => !guessed && quality !== "preview");
      const guesses = list.filter(({ quality }) => quality !== "preview");
      const speaks = [named, guesses, list].find((each) => each.length > 0) ?? [];
      const isGone = (status: number) => status === 404 || status === 410;
      const record = worker.ofCrawl()?.links[0];
      expect(record?.outcome).toBe(isGone(speaks[0]?.status ?? 0) ? "gone" : "refused");
    }),
  );
});

describe("an item without a file is explained by its page, and not by a closed host", () => {
  const page = "https://pages.test/a/album";

  test.each<Resolution>([
    { kind: "pictures", album: false, items: [[]] },
    { kind: "pictures", album: true, items: [[]] },
  ])("%j", async (answer) => {
    const worker = fakeWorker({}, { [page]: answer });
    await worker.deliver(postMessage([pageLink(1, page)]));
    expect(worker.ofCrawl()?.links).toMatchObject([
      { outcome: "not-a-picture", reason: "page-shows-no-picture" },
    ]);
  });
});
