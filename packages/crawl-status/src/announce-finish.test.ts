import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import {
  crawlFinishedSchema,
  crawlSummaryKey,
  crawlTallyKey,
  tallyShardOf,
} from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { tallyOfGivenUp } from "./post-tally.ts";
import { failedSummary, listedSummary, storedPost, tallyWorld } from "./testing/tally-world.ts";

const posts = Array.from({ length: 30 }, (_, i) => `p${i}`);
/** Ten posts that are counted in one shard. */
const sameShard = Array.from({ length: 200 }, (_, i) => `q${i}`)
  .filter((id) => tallyShardOf(id) === 0)
  .slice(0, 10);

describe("the end of a crawl", () => {
  test("is announced once, by the worker that decides the last post", async () => {
    const world = tallyWorld();
    world.saveSummary(listedSummary(posts));
    for (const id of posts.slice(1)) await world.add(id);
    expect(world.published).toEqual([]);
    await world.add("p0", tallyOfGivenUp("http-503", Date.parse("2026-11-22T20:16:00Z")));
    await world.add("p0");
    expect(world.published.map((message) => crawlFinishedSchema.parse(message))).toMatchObject([
      {
        crawlId: world.crawlId,
        posts: 30,
        postsGivenUp: 1,
        picturesStored: 29,
        bytes: 2900,
        reasons: { "http-503": 1 },
        finishedAt: "2026-11-22T20:16:00.000Z",
      },
    ]);
  });

  test("is announced at least once when the last posts are decided at the same moment", async () => {
    const world = tallyWorld();
    world.saveSummary(listedSummary(posts));
    await Promise.all(posts.slice(0, 10).map((id) => world.add(id)));
    await Promise.all(posts.slice(10).map((id) => world.add(id)));
    expect(world.published.length).toBeGreaterThanOrEqual(1);
  });

  test("is announced for hundreds of posts, for which most workers do not check", async () => {
    const world = tallyWorld();
    const many = Array.from({ length: 400 }, (_, i) => `m${i}`);
    world.saveSummary(listedSummary(many));
    for (const id of many) await world.add(id);
    expect(world.published).toMatchObject([{ posts: 400 }]);
    // Each reads its shard to write it; a check at every post would read twice more.
    expect(world.objects.calls.read).toBeLessThan(many.length * 1.4);
  });

  test("is announced for each of two crawls whose posts a worker decides in turn, at no more reads", async () => {
    const world = tallyWorld();
    const many = Array.from({ length: 200 }, (_, i) => `m${i}`);
    const otherId = "01KBPZ0000000000000000000Z";
    world.saveSummary(listedSummary(many));
    world.objects.objects.set(
      crawlSummaryKey(otherId),
      JSON.stringify({ ...listedSummary(many), crawlId: otherId }),
    );
    for (const id of many) {
      await world.add(id);
      await world.tallies.add(otherId, new Map([[id, storedPost]]));
    }
    expect(world.published.map(({ crawlId }) => crawlId).toSorted()).toEqual(
      [world.crawlId, otherId].toSorted(),
    );
    expect(world.objects.calls.read).toBeLessThan(2 * 2 * many.length);
  });

  test("is announced by the listing when every post was decided before it ended", async () => {
    const world = tallyWorld();
    world.saveSummary({ ...listedSummary(posts), state: "listing" });
    for (const id of posts) await world.add(id);
    expect(world.published).toEqual([]);
    world.saveSummary(listedSummary(posts));
    await world.tallies.announceFinish(world.crawlId);
    expect(world.published).toHaveLength(1);
  });

  test("is announced for a crawl that listed nothing", async () => {
    const world = tallyWorld();
    world.saveSummary(listedSummary([]));
    await world.tallies.announceFinish(world.crawlId);
    expect(world.published).toMatchObject([{ posts: 0, picturesStored: 0 }]);
  });

  test("comes again from the next delivery when the topic did not take it", async () => {
    const world = tallyWorld();
    world.saveSummary(listedSummary(["a1"]));
    world.faults.push(new RetryableError("topic-unavailable", "SNS: no answer"));
    await expect(world.add("a1")).rejects.toMatchObject({ code: "topic-unavailable" });
    await world.add("a1");
    expect(world.published).toHaveLength(1);
  });

  test("costs no read more for a post that is not among the last of its shard", async () => {
    const world = tallyWorld();
    world.saveSummary(listedSummary(sameShard));
    await world.add(sameShard[0]!);
    // The summary, once, and the shard.
    expect(world.objects.calls).toEqual({ read: 3, write: 1 });
    await world.add(sameShard[1]!);
    expect(world.objects.calls).toEqual({ read: 4, write: 2 });
  });

  test("is announced for a worker that counted the last post and died before its check", async () => {
    const world = tallyWorld();
    world.saveSummary(listedSummary(sameShard));
    for (const id of sameShard.slice(2)) await world.add(id);
    const shardKey = crawlTallyKey(world.crawlId, tallyShardOf(sameShard[0]!));
    const read = world.objects.read.bind(world.objects);
    world.objects.read = async (key) => {
      if (key === crawlSummaryKey(world.crawlId)) {
        const tally = JSON.parse(world.objects.objects.get(shardKey)!);
        tally.posts[sameShard[0]!] = storedPost;
        world.objects.objects.set(shardKey, JSON.stringify(tally));
      }
      return read(key);
    };
    await world.add(sameShard[1]!);
    expect(world.published).toHaveLength(1);
  });

  test("is not missed when a crawl's listing comes to fewer posts than it first had", async () => {
    const world = tallyWorld();
    const [gone, last, ...others] = sameShard;
    world.saveSummary(listedSummary(sameShard));
    for (const id of others) await world.add(id);
    world.saveSummary(listedSummary(sameShard.filter((id) => id !== gone)));
    await world.add(last!);
    expect(world.published).toHaveLength(1);
  });
});

describe("the end of a crawl whose listing failed for good", () => {
  test("is announced at once when it had queued nothing", async () => {
    const world = tallyWorld();
    const summary = failedSummary([]);
    world.saveSummary(summary);
    await world.tallies.announceFinish(world.crawlId);
    expect(world.published.map((message) => crawlFinishedSchema.parse(message))).toMatchObject([
      {
        crawlId: world.crawlId,
        state: "failed",
        failure: { code: "subreddit-private", message: "r/aww is private." },
        posts: 0,
        finishedAt: summary.updatedAt,
      },
    ]);
  });

  test("is announced by the worker that decides the last post that it had listed, with what they came to", async () => {
    const world = tallyWorld();
    world.saveSummary(failedSummary(posts));
    await world.tallies.announceFinish(world.crawlId);
    for (const id of posts.slice(1)) await world.add(id);
    expect(world.published).toEqual([]);
    await world.add("p0");
    expect(world.published).toMatchObject([
      { state: "failed", posts: 30, picturesStored: 30, finishedAt: storedPost.decidedAt },
    ]);
  });

  test("is not announced while another attempt of the listing may follow", async () => {
    const world = tallyWorld();
    const { listedPerShard: _, ...mayGoOn } = failedSummary([]);
    world.saveSummary(mayGoOn);
    await world.tallies.announceFinish(world.crawlId);
    expect(world.published).toEqual([]);
  });

  test("is not called finished, nor that of a listed one failed", async () => {
    const [failed, listed] = [tallyWorld(), tallyWorld()];
    failed.saveSummary(failedSummary(["a1"]));
    listed.saveSummary(listedSummary(["a1"]));
    for (const world of [failed, listed]) await world.add("a1");
    expect([...failed.published, ...listed.published].map(({ state }) => state)).toEqual([
      "failed",
      "finished",
    ]);
    expect(listed.published[0]).not.toHaveProperty("failure");
  });

  test("comes no earlier than the failure itself", async () => {
    const world = tallyWorld();
    const updatedAt = "2026-11-22T21:00:00.000Z";
    world.saveSummary({ ...failedSummary(["a1"]), updatedAt });
    await world.add("a1");
    expect(world.published).toMatchObject([{ finishedAt: updatedAt }]);
  });
});
