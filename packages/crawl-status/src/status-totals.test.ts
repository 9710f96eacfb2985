import {
  crawlFinishedKey,
  crawlTotalsKey,
  crawlTotalsSchema,
} from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { tallyOfGivenUp } from "./post-tally.ts";
import { crawlEndWorld, listedSummary, storedPost } from "./testing/crawl-end-world.ts";

const ids = (count: number) =>
  Array.from({ length: count }, (_, i) => `p${String(i).padStart(6, "0")}`);
const listing = (count: number) => ({ ...listedSummary(ids(count)), state: "listing" });

/** A crawl of `listed` posts, of which one listing request shows ten keys. */
function large(listed: number) {
  const world = crawlEndWorld({ keysPerRequest: 10 });
  world.saveSummary(listedSummary(ids(listed)));
  const kept = () => {
    const text = world.objects.objects.get(crawlTotalsKey(world.crawlId));
    return text === undefined ? undefined : crawlTotalsSchema.parse(JSON.parse(text));
  };
  const requests = async () => {
    const { read, list } = world.objects.calls;
    await world.status();
    return { read: world.objects.calls.read - read, list: world.objects.calls.list - list };
  };
  return { ...world, kept, requests };
}

describe("what a status counts", () => {
  test("is the present while one listing request shows it, and nothing is kept", async () => {
    const world = large(9);
    for (const [index, id] of ids(9).entries()) {
      world.decide(id);
      expect(await world.status()).toMatchObject({ posts: index + 1 });
      expect(await world.requests()).toEqual({ read: 0, list: 1 });
    }
    await world.check();
    expect(world.kept()).toBeUndefined();
  });

  test("is what the latest check kept of a larger crawl, by two requests", async () => {
    const world = large(60);
    for (const id of ids(50)) world.decide(id);
    world.decide("p000059", tallyOfGivenUp("http-503", 0));
    expect(await world.check()).toEqual({ openPosts: 9, requests: 6 });
    for (const id of ids(55)) world.decide(id);
    expect(await world.requests()).toEqual({ read: 1, list: 1 });
    expect(await world.status()).toMatchObject({
      posts: 51,
      bytes: 5000,
      outcomes: new Map([
        ["given-up", 1],
        ["stored", 50],
      ]),
      reasons: new Map([["http-503", 1]]),
      latestAt: storedPost.decidedAt,
    });
    expect(world.published).toEqual([]);
  });

  test("is kept once, by the first of many checks that find the same, or nearly the same", async () => {
    const world = large(200);
    for (const id of ids(100)) world.decide(id);
    await world.check();
    const { asOf } = world.kept()!;
    for (const id of ids(102)) world.decide(id);
    await world.check();
    expect(world.kept()).toMatchObject({ posts: 100, asOf });
    for (const id of ids(103)) world.decide(id);
    await world.check();
    expect(world.kept()).toMatchObject({ posts: 103 });

    for (const id of ids(200)) world.decide(id);
    await world.check();
    const whole = world.kept()!;
    expect(whole.posts).toBe(200);
    await world.check();
    expect(world.kept()).toEqual(whole);
  });

  test("is the whole once the crawl's end is announced, and what is redriven later", async () => {
    const world = large(30);
    for (const id of ids(29)) world.decide(id);
    world.decide("p000029", tallyOfGivenUp("http-503", 0));
    await world.check();
    expect(world.published).toHaveLength(1);
    expect(await world.status()).toMatchObject({ posts: 30, bytes: 2900 });
    world.decide("p000029");
    await world.check();
    expect(world.published).toHaveLength(1);
    expect(await world.status()).toMatchObject({ posts: 30, bytes: 3000 });
  });

  test("is counted while the listing goes on, too", async () => {
    const world = large(30);
    world.saveSummary(listing(30));
    for (const id of ids(20)) world.decide(id);
    expect(await world.check()).toEqual({ openPosts: undefined, requests: 3 });
    expect(await world.status()).toMatchObject({ posts: 20 });
    expect(world.published).toEqual([]);
  });

  test("never shrinks, whichever check is the last to write", async () => {
    const world = large(40);
    for (const id of ids(20)) world.decide(id);
    world.objects.beforeWrite = () => {
      world.objects.beforeWrite = () => {};
      // Another check has found more, and writes first.
      const more = { ...world.kept(), posts: 30, bytes: 3000 };
      const former = { schemaVersion: 1, crawlId: world.crawlId, asOf: "2026-11-22T20:00:00.000Z" };
      const counts = { duplicates: 0, outcomes: {}, links: {}, reasons: {} };
      const text = JSON.stringify({ ...former, ...counts, ...more });
      world.objects.objects.set(crawlTotalsKey(world.crawlId), text);
    };
    await world.check();
    expect(world.kept()).toMatchObject({ posts: 30 });
    await world.check();
    expect(world.kept()).toMatchObject({ posts: 30 });
    for (const id of ids(31)) world.decide(id);
    await world.check();
    expect(world.kept()).toMatchObject({ posts: 31 });
  });

  test("is what a listing request shows where that is more than was kept", async () => {
    const world = large(40);
    world.decide("p000030");
    for (const id of ids(10).slice(0, 8)) world.decide(id);
    world.decide("p000031");
    world.decide("p000032");
    await world.check();
    const kept = world.kept()?.posts ?? 0;
    for (const id of ids(30)) world.decide(id);
    expect((await world.status()).posts).toBeGreaterThanOrEqual(kept);
  });

  test("of a large crawl without any check is listed to its end", async () => {
    const world = large(35);
    for (const id of ids(35)) world.decide(id);
    expect(await world.requests()).toEqual({ read: 1, list: 4 });
    expect(await world.status()).toMatchObject({ posts: 35 });
  });

  test("has the tallies of earlier versions, as they are now", async () => {
    const world = large(9);
    world.count(ids(5));
    expect(await world.status()).toMatchObject({ posts: 5 });
    world.count(ids(9).slice(5));
    expect(await world.status()).toMatchObject({ posts: 9 });
  });

  test("of a large crawl has the tallies of earlier versions as of the latest check", async () => {
    const world = large(40);
    world.count(ids(15));
    for (const id of ids(35).slice(15)) world.decide(id);
    await world.check();
    expect(await world.status()).toMatchObject({ posts: 35 });
    expect(await world.requests()).toEqual({ read: 1, list: 1 });
  });

  test("is the whole of a crawl that an earlier version ended, which keeps no totals", async () => {
    const world = large(40);
    for (const id of ids(30)) world.decide(id);
    await world.check();
    for (const id of ids(40)) world.decide(id);
    expect(await world.status(40)).toMatchObject({ posts: 30 });
    world.objects.objects.set(crawlFinishedKey(world.crawlId), "{}");
    expect(await world.status(40)).toMatchObject({ posts: 40 });
  });

  test.each(["", "{", '{"schemaVersion":2}', "[]"])(
    "does without kept totals that nobody can read (%j), and the end comes all the same",
    async (text) => {
      const world = large(30);
      for (const id of ids(30)) world.decide(id);
      world.objects.objects.set(crawlTotalsKey(world.crawlId), text);
      expect(await world.status(30)).toMatchObject({ posts: 30 });
      await world.check();
      expect(world.published).toHaveLength(1);
      expect(world.kept()).toMatchObject({ posts: 30 });
    },
  );

  test("of 100,000 posts takes one listing request and one read", async () => {
    const world = crawlEndWorld();
    world.saveSummary(listedSummary(ids(100_000)));
    for (const id of ids(100_000)) world.decide(id);
    await world.check();
    const { read, list } = { ...world.objects.calls };
    expect(await world.status()).toMatchObject({ posts: 100_000, bytes: 10_000_000 });
    expect(world.objects.calls).toMatchObject({ read: read + 1, list: list + 1 });
  });
});
