import { beforeEach, describe, expect, test } from "vitest";

import { archiveWorld, newest, now } from "../testing/archive-world.ts";
import { archivedPosts, away, busy, type ArchivedPost } from "../testing/fake-archive.ts";

describe("an archive that", () => {
  let posts: ArchivedPost[];
  beforeEach(() => {
    posts = archivedPosts(150, 20, now - 10);
  });

  test("is busy is asked again after a wait, then for less, and loses nothing", async () => {
    const { archive, world, sentAtMs, queries } = archiveWorld(posts);
    archive.faults.push(busy, busy, busy);
    await world.load({ ...newest, limit: 150 });
    expect(
      queries()
        .slice(0, 5)
        .map(({ limit }) => limit),
    ).toEqual(["100", "100", "50", "25", "100"]);
    const waits = sentAtMs.slice(1, 4).map((at, index) => at - (sentAtMs[index] ?? 0));
    expect(waits.map((ms) => Math.floor(ms / 1000))).toEqual([30, 30, 300]);
    expect(new Set(world.queued).size).toBe(150);
  });

  test("is busy for good ends the attempt by that name", async () => {
    const { archive, world } = archiveWorld(posts);
    archive.faults.push(...Array.from({ length: 9 }, () => busy));
    await expect(world.load(newest)).rejects.toMatchObject({
      name: "RetryableError",
      code: "archive-busy",
    });
    expect(archive.asked).toHaveLength(4);
    expect(world.summary?.failure).toMatchObject({ code: "archive-busy" });
  });

  test.each([
    [400, "Timeout. Maybe slow down a bit"],
    [200, "Slow down a little"],
    [500, "Query timed out"],
  ])("says so with %d is waited for in the same way", async (status, error) => {
    const { archive, world, sentAtMs } = archiveWorld(posts);
    archive.faults.push({ status, body: JSON.stringify({ data: null, error }) });
    await world.load({ ...newest, limit: 10 });
    expect(sentAtMs[1]! - sentAtMs[0]!).toBeGreaterThanOrEqual(30_000);
  });

  test("is busy never loses a part of a second that is larger than its smallest page", async () => {
    const { archive, world } = archiveWorld(archivedPosts(60, 60, now - 10));
    archive.faults.push(busy, busy, busy, undefined, busy, busy, busy);
    await expect(world.load(newest)).rejects.toMatchObject({ code: "archive-busy" });
  });

  test("asks to wait is left alone until its window ends", async () => {
    const { archive, world, sentAtMs } = archiveWorld(posts);
    archive.faults.push({ status: 429, headers: { "x-ratelimit-reset": "41" }, body: "{}" });
    await world.load({ ...newest, limit: 10 });
    expect(sentAtMs[1]! - sentAtMs[0]!).toBeGreaterThanOrEqual(41_000);
  });

  test.each([
    ["is away", away, "archive-down"],
    ["answers a page", { body: "<html>checking your browser</html>" }, "archive-answer-unexpected"],
    [
      "answers an error inside of 200",
      { body: '{"data":null,"error":"x"}' },
      "archive-answer-unexpected",
    ],
    ["answers no list", { body: '{"data":{}}' }, "archive-answer-unexpected"],
  ])("%s is attempted three times, and named", async (_, fault, code) => {
    const { archive, world } = archiveWorld(posts);
    archive.faults.push(fault, fault, fault);
    await world.load(newest);
    expect(archive.asked).toHaveLength(3);
    expect(world.summary).toMatchObject({
      failure: { code },
      waiting: { reason: "backoff" },
    });
    expect(world.published).toHaveLength(1);
  });

  test("refuses a request is not asked again", async () => {
    const { archive, world } = archiveWorld(posts);
    archive.faults.push({ status: 400, body: '{"data":null,"error":"bad \\u0000 name"}' });
    await expect(world.load(newest)).rejects.toMatchObject({
      name: "PermanentError",
      code: "archive-refused",
    });
    expect(archive.asked).toHaveLength(1);
  });

  test("knows no such name says so, and one with nothing in the time does not", async () => {
    const unknown = archiveWorld([]);
    await unknown.world.load(newest);
    expect(unknown.world.summary).toMatchObject({
      state: "failed",
      failure: { code: "subreddit-not-found" },
    });
    const quiet = archiveWorld(archivedPosts(1, 1, now - 100));
    await quiet.world.load({ ...newest, since: new Date((now - 50) * 1000).toISOString() });
    expect(quiet.world.summary).toMatchObject({ state: "listed", counts: { listed: 0 } });
  });

  test.each([
    [{ sortMethod: "hot" }, /knows which posts are hot/],
    [{ sortMethod: "controversial" }, /controversial/],
    [{ sortMethod: "new", subreddit: "aww+cats" }, /one subreddit or user at a time/],
    [{ sortMethod: "new", subreddit: "popular" }, /not popular/],
  ] as const)("cannot list %j says what to ask instead", async (more, message) => {
    const { archive, world } = archiveWorld(posts);
    await world.load({ source: "archive", ...more });
    expect(archive.asked).toEqual([]);
    expect(world.summary).toMatchObject({
      state: "failed",
      failure: { code: "source-cannot-list", message: expect.stringMatching(message) },
    });
  });
});
