import { describe, expect, test } from "vitest";

import { archiveWorld, newest, now } from "../testing/archive-world.ts";
import { archivedPosts } from "../testing/fake-archive.ts";

const day = 86_400;

// Ten thousand posts take seconds, and more on a busy machine.
describe("a crawl of the archive", { timeout: 60_000 }, () => {
  test("lists 10,000 posts once each, many in one second, by several invocations with kills", async () => {
    const posts = archivedPosts(10_000, 37, now - 10);
    const { world, sentAtMs } = archiveWorld(posts);
    // Enough for about 40 pages of each invocation.
    const request = { ...newest, limit: 10_000 };
    world.timeoutMs = 110_000;
    await world.load(request);
    let invocations = 1;
    const kills: unknown[] = [];
    while (world.summary?.state === "listing") {
      const next = world.published.at(-1);
      world.timeoutMs += 110_000;
      // Killed on its way: the next attempt of the same request begins where that one did.
      const diesAt = invocations === 2 ? sentAtMs.length + 5 : Infinity;
      world.beforeWrite = () => {
        if (sentAtMs.length > diesAt) throw new Error("killed");
      };
      await world.load(next).catch((error: unknown) => kills.push(error));
      world.beforeWrite = () => undefined;
      if (invocations === 2) await world.load(next);
      invocations += 1;
    }
    expect(kills).toEqual([new Error("killed")]);
    expect(invocations).toBeGreaterThan(2);
    expect(invocations).toBeLessThan(10);
    expect(new Set(world.queued)).toEqual(new Set(posts.map(({ id }) => id)));
    const summary = world.summary;
    expect(summary).toMatchObject({
      state: "listed",
      source: "archive",
      counts: { listed: 10_000 },
    });
    expect(summary?.listedPerShard?.reduce((sum, count) => sum + count)).toBe(10_000);
    const gaps = sentAtMs.slice(1).map((at, index) => at - (sentAtMs[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1250);
    // What travels from invocation to invocation stays below SQS's quota of 1 MiB.
    expect(Math.max(...world.published.map((sent) => JSON.stringify(sent).length))).toBeLessThan(
      100_000,
    );
  });

  test("asks for one subreddit's posts before the request, whole ones", async () => {
    const { world, queries } = archiveWorld(archivedPosts(3, 1, now - 10));
    await world.load(newest);
    expect(queries()[0]).toEqual({
      subreddit: "aww",
      sort: "desc",
      limit: "100",
      before: String(now + 1),
    });
  });

  test("keeps to a time, both ends included", async () => {
    const posts = archivedPosts(50, 1, now - 10);
    const { world } = archiveWorld(posts);
    const at = (index: number) => new Date((posts[index]?.created_utc ?? 0) * 1000).toISOString();
    await world.load({ ...newest, since: at(20), until: at(10) });
    expect(world.queued).toEqual(posts.slice(10, 21).map(({ id }) => id));
  });

  test("says how much of its time lies behind it, also after it was handed over", async () => {
    const { world } = archiveWorld(archivedPosts(1000, 1, now - 10));
    const since = new Date((now - 1010) * 1000).toISOString();
    const request = { ...newest, since, limit: 100_000 };
    world.timeoutMs = 67_000;
    await world.load(request);
    const half = world.summary;
    expect(half?.state).toBe("listing");
    world.timeoutMs += 300_000;
    await world.load(world.published[0]);
    const shares = world.summaries.flatMap(({ coveredShare }) => coveredShare ?? []);
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBeGreaterThan(0.85);
    expect(new Set(world.summaries.map(({ begunAt }) => begunAt)).size).toBe(1);
    expect(world.summary).not.toHaveProperty("coveredShare");
  });

  test.each([
    [{ subreddit: "u_catperson", user: "catperson" }, { author: "catperson" }],
    [{ subreddit: "u_catperson" }, { subreddit: "u_catperson" }],
  ])("asks for what %j names: all of a user, or a profile", async (request, wanted) => {
    const { world, queries } = archiveWorld(archivedPosts(1, 1, now - 10));
    await world.load({ ...newest, ...request });
    const { subreddit, author } = queries()[0]!;
    expect({ subreddit, author }).toEqual({ subreddit: undefined, author: undefined, ...wanted });
  });

  test("ranks the last period whose posts have scores, best first, and unscored ones last", async () => {
    const last = now - 1.5 * day;
    const posts = [
      ...archivedPosts(5, 1, now - 10),
      ...archivedPosts(250, 1, last - 10).map((post, index) => ({
        ...post,
        id: `t${index}`,
        score: (index * 7) % 251,
      })),
      { ...archivedPosts(1, 1, last - 20)[0]!, id: "unscored", score: 9999, _meta: {} },
      { ...archivedPosts(1, 1, last - 2 * day)[0]!, id: "older", score: 9999 },
    ];
    const { world, queries } = archiveWorld(posts);
    await world.load({ source: "archive", limit: 150 });
    const ranking = posts
      .filter(({ id }) => /^t\d/.test(id))
      .toSorted((a, b) => Number(b["score"]) - Number(a["score"]));
    expect(world.queued).toEqual(ranking.slice(0, 150).map(({ id }) => id));
    expect(
      queries()
        .filter(({ ids }) => ids)
        .map(({ ids }) => ids?.split(",").length),
    ).toEqual([100, 50]);
    expect(queries()[0]).toMatchObject({ after: String(last - day - 1), before: String(last + 1) });
  });

  test("ranks on after it was handed over", async () => {
    const posts = archivedPosts(1000, 1, now - 2 * day);
    const { world } = archiveWorld(posts);
    world.timeoutMs = 67_000;
    await world.load({ source: "archive", limit: 20 });
    expect(world.published).toHaveLength(1);
    world.timeoutMs += 300_000;
    await world.load(world.published[0]);
    const best = posts.toSorted((a, b) => Number(b["score"]) - Number(a["score"])).slice(0, 20);
    expect(world.queued).toEqual(best.map(({ id }) => id));
  });

  test("leaves out what its author deleted, unless that is wanted, and adverts", async () => {
    const [plain, deleted, advert] = archivedPosts(3, 1, now - 10);
    const posts = [
      plain!,
      { ...deleted!, removed_by_category: "deleted" },
      { ...advert!, promoted: true },
    ];
    const { world } = archiveWorld(posts);
    await world.load(newest);
    expect(world.queued).toEqual([plain?.id]);
    expect(world.records.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ["filtered", "deleted-by-author"],
      ["no-pictures", "promoted"],
    ]);
    const wanted = archiveWorld(posts);
    await wanted.world.load({ ...newest, includeDeleted: true });
    expect(wanted.world.queued).toEqual([plain?.id, deleted?.id]);
  });
});
