import { crawlContinuationKey } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { archiveWorld, newest, now } from "../testing/archive-world.ts";
import { archivedPosts } from "../testing/fake-archive.ts";
import { crawlRequest, FakeWorld } from "../testing/loader-world.ts";
import { pictureChild } from "../testing/listing-json.ts";

const key = crawlContinuationKey(crawlRequest.crawlId);
const request = { ...newest, limit: 10_000 };

/** A world whose next process dies while it sends its batch number `batches`. */
function dieAtBatch(world: FakeWorld, batches: number): void {
  let left = batches;
  world.refuse = () => {
    left -= 1;
    if (left === 0) throw new Error("The process was killed.");
    return [];
  };
}

describe("an attempt after one that died", () => {
  test("goes on behind the last page whose posts are safe: a long listing is read once", async () => {
    const posts = archivedPosts(2000, 20, now - 10);
    const { world, archive } = archiveWorld(posts);
    world.timeoutMs = 3_600_000;
    const kills = [35, 47, 28, 61];
    for (const batches of kills) {
      dieAtBatch(world, batches);
      await expect(world.load(request, 2)).rejects.toThrow("killed");
    }
    dieAtBatch(world, Infinity);
    await world.load(request, 2);
    expect(new Set(world.queued)).toEqual(new Set(posts.map(({ id }) => id)));
    // Of the page at which it died a part came again.
    expect(world.queued.length).toBeLessThan(2000 + kills.length * 100);
    // 20 posts share a second, with which the next page begins again: 80 new ones on each.
    expect(archive.asked.length).toBeLessThanOrEqual(2000 / 80 + 1 + kills.length);
    expect(world.summary).toMatchObject({
      state: "listed",
      counts: { listed: 2000, queued: 2000 },
    });
  });

  test("keeps the counts, the notes and the beginning of the one before", async () => {
    const { world } = archiveWorld(archivedPosts(300, 1, now - 10));
    dieAtBatch(world, 15);
    await expect(world.load(request, 1)).rejects.toThrow("killed");
    const before = world.summary;
    dieAtBatch(world, Infinity);
    await world.load(request, 2);
    expect(world.summary).toMatchObject({ note: before?.note, begunAt: before?.begunAt });
    const undisturbed = archiveWorld(archivedPosts(300, 1, now - 10)).world;
    await undisturbed.load(request);
    expect(world.summary?.counts).toEqual(undisturbed.summaries.at(-1)?.counts);
  });

  test("goes by its own request where that is further, or where what was kept is unreadable", async () => {
    const world = new FakeWorld({
      "": [{ children: [pictureChild("a1")], after: "t3_a1" }],
      t3_p5: [{ children: [pictureChild("b1")] }],
    });
    const counts = { pages: 5, listed: 1, queued: 1, withoutPictures: 0, picturesLinked: 1 };
    const continuation = { after: "t3_p5", hop: 1, listedPostIds: ["a1"], counts };
    const behind = { ...continuation, after: "t3_a1", counts: { ...counts, pages: 1 } };
    for (const text of [JSON.stringify({ ...crawlRequest, continuation: behind }), "{"]) {
      world.texts.set(key, { text, version: "1" });
      world.pages.length = 0;
      await world.load({ continuation, crawlId: crawlRequest.crawlId }, 2);
      world.texts.delete(`crawls/${crawlRequest.crawlId}/crawl.json`);
      expect(world.pages.map(({ after }) => after)).toEqual(["t3_p5"]);
    }
  });
});

test("a place is kept only behind posts that are safe, and behind a summary that counts them", async () => {
  const { world } = archiveWorld(archivedPosts(250, 1, now - 10));
  const sentBefore: number[] = [];
  const countedBefore: (number | undefined)[] = [];
  world.beforeWrite = (written) => {
    if (written !== key) return;
    sentBefore.push(world.sent.length);
    countedBefore.push(world.summary?.counts.listed);
  };
  await world.load(request);
  // A page begins with the last second of the one before, and only an empty one is the end.
  expect(sentBefore).toEqual([100, 199, 250]);
  // The summary, with its notes, is saved first.
  expect(countedBefore).toEqual(sentBefore);
});

test("a crawl of one page of Reddit's keeps none", async () => {
  const world = new FakeWorld({ "": [{ children: [pictureChild("a1")] }] });
  await world.load();
  expect(world.summary).toMatchObject({ state: "listed" });
  expect(world.texts.has(key)).toBe(false);
});
