import { describe, expect, test } from "vitest";

import { archivedPosts, away } from "../testing/fake-archive.ts";
import { feedOf, keylessWorld } from "../testing/keyless-world.ts";
import { crawlRequest } from "../testing/loader-world.ts";
import type { ScriptedReply } from "../testing/scripted-http.ts";

const minuteMs = 60_000;
const posts = archivedPosts(20, 1, Date.parse(crawlRequest.requestedAt) / 1000 - 3600);
const ids = posts.map(({ id }) => id);
const blocked: ScriptedReply = { status: 403, body: "<html>whoa there, pardner</html>" };
const gateKey = "state/feed-gate.json";
const firstCrawlId = "01KAR7Q8Z4M3XWQ0V5T9B2C6DE";
const secondCrawlId = "01KAR7Q8Z4M3XWQ0V5T9B2C6DF";
const newest = { sortMethod: "new", limit: 5 } as const;

/** A feed that has refused a first crawl with `refusal`; `answer` can be changed. */
async function refusedOnce(refusal: ScriptedReply = blocked) {
  const feed = { answer: refusal };
  const played = keylessWorld(() => feed.answer, posts);
  const { world, feedAskedAtMs } = played;
  world.timeoutMs = 600 * minuteMs;
  await world.load({ ...newest, crawlId: firstCrawlId });
  const refusedAtMs = world.clock.now();
  const before = feedAskedAtMs.length;
  world.sent.length = 0;
  return {
    ...played,
    feed,
    /** How often the feed was asked since. */
    asked: () => feedAskedAtMs.length - before,
    /** Another crawl, so many minutes after the refusal. */
    loadAfter: async (minutes: number, request: Parameters<typeof world.load>[0] = newest) => {
      await world.clock.run(
        world.clock.sleep(refusedAtMs + minutes * minuteMs - world.clock.now()),
      );
      await world.load({ ...request, crawlId: secondCrawlId });
    },
  };
}

describe("a feed that refused another crawl", () => {
  test("minutes ago is not asked: the archive lists at once, and the note says since when", async () => {
    const { loadAfter, asked, world } = await refusedOnce();
    await loadAfter(3.5);
    expect(asked()).toBe(0);
    expect(world.queued).toEqual(ids.slice(0, 5));
    expect(world.summary?.note).toMatch(
      /The feed refused \(network-blocked\) 4 min ago: listed by the archive/,
    );
    const { begunAt = "", updatedAt } = world.summary ?? {};
    expect(Date.parse(updatedAt ?? "") - Date.parse(begunAt)).toBeLessThan(10_000);
    expect(world.lines.filter(({ event }) => event === "waiting")).toEqual([]);
  });

  test("a quarter of an hour ago is asked again", async () => {
    const { world, feed, loadAfter, asked } = await refusedOnce();
    feed.answer = feedOf(ids.slice(0, 2).toReversed());
    await loadAfter(16);
    expect(asked()).toBe(1);
    expect(world.queued).toEqual([ids[1], ids[0]]);
    expect(world.summary?.note).not.toContain("refused");
  });

  test.each([
    ["half an hour", "1800", 29, 0],
    ["half an hour", "1800", 31, 1],
    ["a day, of which an hour counts", "86400", 59, 0],
    ["a day, of which an hour counts", "86400", 61, 1],
  ])(
    "for %s (%s s) is believed so long: after %d min it was asked %d times",
    async (_, seconds, minutes, times) => {
      const { feed, loadAfter, asked } = await refusedOnce({
        status: 429,
        headers: { "retry-after": seconds },
      });
      feed.answer = feedOf(ids.slice(0, 1));
      await loadAfter(minutes);
      expect(asked()).toBe(times);
    },
  );

  test("is asked where no archive knows the order, and once it answers by all crawls", async () => {
    const { feed, loadAfter, asked, world } = await refusedOnce();
    feed.answer = feedOf(ids.slice(3, 5));
    await loadAfter(2, { sortMethod: "hot" });
    expect(world.queued).toEqual(ids.slice(3, 5));
    await world.load({ ...newest, crawlId: "01KAR7Q8Z4M3XWQ0V5T9B2C6DG" });
    expect(asked()).toBe(2);
  });

  test("is asked where the archive is away, and the error has both reasons where it still refuses", async () => {
    const { world, archive, loadAfter, asked } = await refusedOnce();
    archive.faults.push(away, away, away);
    await expect(loadAfter(2)).rejects.toMatchObject({ code: "network-blocked" });
    expect(asked()).toBe(1);
    expect(world.summary?.failure?.message).toMatch(
      /The feed: Reddit blocks.*The archive: The archive is away/,
    );
  });
});

test("an answer that only one subreddit gets is no refusal of the door", async () => {
  const { world, feedAskedAtMs } = keylessWorld(() => ({ body: "no feed" }), posts);
  await world.load(newest);
  const asked = feedAskedAtMs.length;
  world.timeoutMs = 600 * minuteMs;
  await world.load({ ...newest, crawlId: secondCrawlId });
  expect(feedAskedAtMs.length).toBeGreaterThan(asked);
});

test.each([
  [
    "was written by a clock that is ahead",
    { at: "2026-11-22T21:00:00.000Z", until: "2026-11-22T21:15:00.000Z" },
  ],
  ["lasts for days", { at: "2026-11-22T19:59:00.000Z", until: "2026-12-22T20:00:00.000Z" }],
  ["is unreadable", { at: "yesterday" }],
])(
  "a refusal that %s is not believed, and the door's other instants are kept",
  async (_, instants) => {
    const { world, feedAskedAtMs } = keylessWorld(() => feedOf(ids.slice(0, 1)), posts);
    const nextRequestAt = new Date(world.clock.now() + 30_000).toISOString();
    const refused = { code: "rate-limited", ...instants };
    await world.objects.put(gateKey, JSON.stringify({ nextRequestAt, refused }));
    await world.load();
    expect(feedAskedAtMs).toEqual([Date.parse(nextRequestAt)]);
    expect(world.summary?.note).not.toContain("refused");
  },
);

test("a refusal that cannot be kept costs the crawl nothing", async () => {
  const { world } = keylessWorld(() => blocked, posts);
  const replace = world.objects.replace.bind(world.objects);
  world.objects.replace = async (key, text, version) =>
    key === gateKey && text.includes("refused") ? false : replace(key, text, version);
  await world.load(newest);
  expect(world.queued).toHaveLength(5);
  expect(world.lines.map(({ event }) => event)).toContain("refusal-not-kept");
});
