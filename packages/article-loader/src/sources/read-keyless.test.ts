import { describe, expect, test } from "vitest";

import { archivedGallery, archivedPosts, away, busy } from "../testing/fake-archive.ts";
import { feedEntry, feedXml } from "../testing/feed-xml.ts";
import { feedOf, keylessWorld } from "../testing/keyless-world.ts";
import { crawlRequest } from "../testing/loader-world.ts";
import type { ScriptedReply } from "../testing/scripted-http.ts";

const now = Date.parse(crawlRequest.requestedAt) / 1000;
const posts = archivedPosts(40, 1, now - 3600);
const ids = posts.map(({ id }) => id);
/** Posts of a day that is over, which the archive has scores of. */
const scored = archivedPosts(40, 1, now - 2 * 86_400).map((post, index) => ({
  ...post,
  score: index,
}));

const throttled: ScriptedReply = { status: 429 };
const blocked: ScriptedReply = { status: 403, body: "<html>whoa there, pardner</html>" };
const gallery = archivedGallery(posts[0]!, 2);
const feedWithGallery = {
  body: feedXml([
    feedEntry(ids[1]!),
    feedEntry(ids[0]!, { url: `https://www.reddit.com/gallery/${ids[0]}` }),
  ]),
};

describe("a listing without keys", () => {
  test("has the feed's order and the archive's posts, galleries among them, by one request each", async () => {
    const { world, archive } = keylessWorld(() => feedWithGallery, [gallery, ...posts.slice(1)]);
    await world.load();
    expect(world.queued).toEqual([ids[1], ids[0]]);
    expect(JSON.parse(world.sent[1]?.text ?? "")).toMatchObject({
      links: [{ foundIn: "gallery" }, { foundIn: "gallery" }],
      post: { over18: false },
    });
    expect(
      archive.asked.map(({ pathname, searchParams }) => [pathname, searchParams.get("ids")]),
    ).toEqual([["/api/posts/ids", `${ids[1]},${ids[0]}`]]);
    expect(world.summary).toMatchObject({ state: "listed", source: "keyless" });
    expect(world.summary?.note).toMatch(/^Read without keys/);
  });

  test("keeps what the archive does not have yet as the feed tells of it", async () => {
    const { world } = keylessWorld(() => feedOf(["fresh", ids[3]!]), posts);
    await world.load();
    expect(world.queued).toEqual(["fresh", ids[3]]);
    expect(world.sent.map(({ text }) => JSON.parse(text).post.source)).toEqual(["feed", "archive"]);
  });

  test("asks the feed once a minute and the archive without that wait", async () => {
    const pages = [feedOf(ids.slice(0, 20)), feedOf(ids.slice(20, 40))];
    const { world, feedAskedAtMs } = keylessWorld(() => pages.shift() ?? feedOf([]), posts);
    await world.load({ limit: 40 });
    expect(new Set(world.queued)).toEqual(new Set(ids));
    expect(feedAskedAtMs[1]! - feedAskedAtMs[0]!).toBeGreaterThanOrEqual(60_000);
    expect(feedAskedAtMs[1]! - feedAskedAtMs[0]!).toBeLessThan(62_000);
  });
});

describe("a feed that refuses", () => {
  test("for good with 429 is asked three times, then the archive ranks, and the crawl says so", async () => {
    const { world, feedAskedAtMs } = keylessWorld(() => throttled, scored);
    await world.load({ limit: 3, timeFilter: "week" });
    expect(feedAskedAtMs).toHaveLength(3);
    expect(world.queued).toEqual(
      scored
        .toReversed()
        .slice(0, 3)
        .map(({ id }) => id),
    );
    expect(world.summary).toMatchObject({ state: "listed", source: "keyless" });
    expect(world.summary?.note).toMatch(
      /The feed refused \(rate-limited\): ranked by the archive's scores, posts older than 36 h only\./,
    );
  });

  test("behind a long queue is asked no oftener, since the wait for the turn is no refusal", async () => {
    const { world, feedAskedAtMs } = keylessWorld(() => throttled, scored);
    const turn = new Date(world.clock.now() + 200_000).toISOString();
    await world.objects.put("state/feed-gate.json", JSON.stringify({ nextRequestAt: turn }));
    await world.load({ limit: 3, timeFilter: "week" });
    expect(feedAskedAtMs).toHaveLength(3);
    expect(world.queued).toHaveLength(3);
    expect(world.summary?.note).toContain("The feed refused (rate-limited)");
  });

  test("has refused where a slow machine lost its next turn, too", async () => {
    const { world, feedAskedAtMs } = keylessWorld(() => throttled, scored);
    let slowMs = 0;
    world.beforeWrite = (key) =>
      key === "state/feed-gate.json" && world.clock.sleep((slowMs += 600));
    await world.load({ limit: 3, timeFilter: "week" });
    expect(feedAskedAtMs.length).toBeLessThanOrEqual(4);
    expect(world.summary?.note).toContain("The feed refused (rate-limited)");
  });

  test("this network is not asked twice, and new posts are the archive's", async () => {
    const { world, feedAskedAtMs } = keylessWorld(() => blocked, posts);
    await world.load({ sortMethod: "new", limit: 5 });
    expect(feedAskedAtMs).toHaveLength(1);
    expect(world.queued).toEqual(ids.slice(0, 5));
    expect(world.summary?.note).toMatch(/refused \(network-blocked\): listed by the archive/);
  });

  test.each(["hot", "rising", "controversial"] as const)(
    "leaves nobody who knows which posts are %s, which the error says with both reasons",
    async (sortMethod) => {
      const { world } = keylessWorld(() => blocked, posts);
      await expect(world.load({ sortMethod })).rejects.toMatchObject({
        name: "PermanentError",
        code: "network-blocked",
      });
      expect(world.summary?.failure?.message).toMatch(
        new RegExp(
          `The feed: Reddit blocks.*The archive: No archive knows which posts are ${sortMethod}`,
        ),
      );
    },
  );

  test("on its second page leaves the rest to the archive, which repeats nothing", async () => {
    let answered = 0;
    const { world } = keylessWorld(
      () => (answered++ === 0 ? feedOf(ids.slice(10, 30)) : blocked),
      posts,
    );
    await world.load({ sortMethod: "new", limit: 40 });
    expect(world.queued).toEqual([...ids.slice(10, 30), ...ids.slice(0, 10), ...ids.slice(30)]);
    expect(world.summary?.counts).toMatchObject({ listed: 40 });
  });

  test("is remembered by the invocations after it", async () => {
    const many = archivedPosts(400, 1, now - 3600);
    const { world } = keylessWorld(() => blocked, many);
    world.timeoutMs = 62_000;
    await world.load({ sortMethod: "new", limit: 400 });
    expect(world.published).toHaveLength(1);
    world.timeoutMs += 300_000;
    await world.load(world.published[0]);
    expect(new Set(world.queued).size).toBe(400);
    expect(world.summary).toMatchObject({ state: "listed", counts: { listed: 400 } });
    expect(world.summary?.note?.match(/network-blocked/g)).toHaveLength(1);
  });
});

describe("an archive that", () => {
  test("is away for good leaves the feed's posts, and what it cannot know is recorded as such", async () => {
    const { world, archive } = keylessWorld(() => feedWithGallery, posts);
    archive.faults.push(...Array.from({ length: 9 }, () => away));
    await world.load();
    expect(archive.asked).toHaveLength(3);
    expect(world.queued).toEqual([ids[1]]);
    expect(world.records.map(({ reason }) => reason)).toEqual(["gallery-needs-api"]);
    expect(world.summary).toMatchObject({ state: "listed" });
    expect(world.summary?.note).toMatch(/The archive was away \(archive-down\)/);
  });

  test("is busy twice and throttles once still gives every post", async () => {
    const { world, archive } = keylessWorld(() => feedOf(ids.slice(0, 4)), posts);
    archive.faults.push(busy, busy, { status: 429, headers: { "x-ratelimit-reset": "20" } });
    await world.load();
    expect(archive.asked).toHaveLength(4);
    expect(world.sent.map(({ text }) => JSON.parse(text).post.over18)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(world.summary?.note).not.toMatch(/away/);
  });
});

test("with both away the crawl fails with both reasons, and is run again", async () => {
  const { world, archive } = keylessWorld(() => throttled, scored);
  archive.faults.push(away, away, away);
  await expect(world.load()).rejects.toMatchObject({
    name: "RetryableError",
    code: "rate-limited",
  });
  expect(world.summary).toMatchObject({ state: "listing", failure: { retryable: true } });
  expect(world.summary?.failure?.message).toMatch(
    /The feed: Reddit asks to wait.*The archive: The archive is away \(522\)/,
  );
});

test("with both away a wait that the feed names is waited for once", async () => {
  const long: ScriptedReply = { status: 429, headers: { "retry-after": "600" } };
  const { world, archive } = keylessWorld(() => long, scored);
  world.timeoutMs = 7_200_000;
  archive.faults.push(...Array.from({ length: 6 }, () => away));
  await world.load();
  expect(world.published).toMatchObject([{ deferred: 1, deferredFor: "rate-limited" }]);
  expect(world.delaysSeconds).toEqual([600]);
  await world.clock.run(world.clock.sleep(600_000));
  await expect(world.load(world.published[0])).rejects.toMatchObject({ code: "rate-limited" });
  expect(world.published).toHaveLength(1);
  expect(world.summary?.failure?.message).toMatch(/The feed:.*The archive: The archive is away/);
});

test("a wait of the archive is waited for where the feed refuses for good", async () => {
  const { world, archive } = keylessWorld(() => blocked, posts);
  world.timeoutMs = 200_000;
  archive.faults.push({ status: 429, headers: { "x-ratelimit-reset": "300" } });
  await world.load({ sortMethod: "new", limit: 5 });
  expect(world.queued).toEqual([]);
  expect(world.published).toMatchObject([{ deferred: 1 }]);
  expect(world.delaysSeconds).toEqual([300]);
  world.timeoutMs = 900_000;
  await world.clock.run(world.clock.sleep(300_000));
  await world.load(world.published[0]);
  expect(world.queued).toEqual(ids.slice(0, 5));
});

describe("no post of the older time that the archive ranks", () => {
  test("is no empty listing: the crawl fails with both reasons, and is run again", async () => {
    const { world } = keylessWorld(() => blocked, posts);
    await expect(world.load()).rejects.toMatchObject({ code: "network-blocked" });
    expect(world.summary).toMatchObject({ state: "failed", counts: { listed: 0 } });
    expect(world.summary?.failure?.message).toMatch(
      /The feed: Reddit blocks.*The archive: It ranks posts older than 36 h only, and has none/,
    );
  });

  test("lets a feed that failed for a moment be asked again", async () => {
    const failing = [
      ...Array.from({ length: 3 }, () => ({ status: 503 })),
      feedOf(ids.slice(0, 2)),
    ];
    const { world } = keylessWorld(() => failing.shift() ?? throttled, posts);
    await world.load();
    expect(world.published).toMatchObject([{ deferred: 1, deferredFor: "reddit-down" }]);
    await world.clock.run(world.clock.sleep(60_000));
    world.timeoutMs += 900_000;
    await world.load(world.published[0]);
    expect(world.queued).toEqual(ids.slice(0, 2));
  });

  test("is an empty listing where the crawl asks for a time that is over", async () => {
    const { world } = keylessWorld(() => blocked, posts);
    await world.load({ until: "2026-11-01T00:00:00.000Z" });
    expect(world.summary).toMatchObject({ state: "listed", counts: { listed: 0 } });
  });
});

test("what is wrong with a subreddit is so everywhere", async () => {
  const { world, archive } = keylessWorld(() => ({ status: 404, body: "{}" }), posts);
  await world.load();
  expect(archive.asked).toEqual([]);
  expect(world.summary).toMatchObject({
    state: "failed",
    failure: { code: "subreddit-not-found" },
  });
});

test("other crawls' turns at the feed are no refusal", async () => {
  const { world, archive } = keylessWorld(() => feedOf(ids.slice(0, 1)), posts);
  const at = new Date(world.clock.now() + 400_000).toISOString();
  await world.objects.put("state/feed-gate.json", JSON.stringify({ nextRequestAt: at }));
  await world.load();
  expect(world.queued).toEqual([ids[0]]);
  expect(archive.asked.map(({ pathname }) => pathname)).toEqual(["/api/posts/ids"]);
});
