import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { crawlFinishedSchema } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { tallyOfGivenUp } from "./post-tally.ts";
import {
  crawlEndWorld,
  failedSummary,
  listedSummary,
  storedPost,
} from "./testing/crawl-end-world.ts";

const posts = Array.from({ length: 30 }, (_, i) => `p${i}`);

describe("the end of a crawl", () => {
  test("is announced once, with what its posts came to", async () => {
    const world = crawlEndWorld();
    world.saveSummary(listedSummary(posts));
    for (const id of posts.slice(1)) world.decide(id);
    expect(await world.check()).toEqual({ openPosts: 1, requests: 1 });
    expect(world.published).toEqual([]);
    world.decide("p0", tallyOfGivenUp("http-503", Date.parse("2026-11-22T20:16:00Z")));
    await world.check();
    world.decide("p0");
    await world.check();
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

  test("takes one listing and three reads at most, whatever the number of posts", async () => {
    const world = crawlEndWorld();
    const many = Array.from({ length: 400 }, (_, i) => `m${i}`);
    world.saveSummary(listedSummary(many));
    for (const id of many) world.decide(id);
    await world.check();
    expect(world.published).toMatchObject([{ posts: 400 }]);
    expect(world.objects.calls).toEqual({ list: 1, read: 2, write: 1 });
  });

  test("is not announced while the listing goes on, whose own end is a check", async () => {
    const world = crawlEndWorld();
    world.saveSummary({ ...listedSummary(posts), state: "listing" });
    for (const id of posts) world.decide(id);
    await world.check();
    expect(world.published).toEqual([]);
    expect(world.objects.calls).toEqual({ list: 0, read: 1, write: 0 });
    world.saveSummary(listedSummary(posts));
    await world.check();
    expect(world.published).toHaveLength(1);
  });

  test("is announced for a crawl that listed nothing", async () => {
    const world = crawlEndWorld();
    world.saveSummary(listedSummary([]));
    await world.check();
    expect(world.published).toMatchObject([{ posts: 0, picturesStored: 0 }]);
  });

  test("is announced by the next check when the topic did not take it", async () => {
    const world = crawlEndWorld();
    world.saveSummary(listedSummary(["a1"]));
    world.decide("a1");
    world.faults.push(new RetryableError("topic-unavailable", "SNS: no answer"));
    await expect(world.check()).rejects.toMatchObject({ code: "topic-unavailable" });
    await world.check();
    expect(world.published).toHaveLength(1);
  });

  test("counts the posts that workers of an earlier version decided beside", async () => {
    const world = crawlEndWorld();
    world.saveSummary(listedSummary(posts));
    world.count(posts.slice(0, 10));
    for (const id of posts.slice(10)) world.decide(id);
    await world.check();
    expect(world.published).toMatchObject([{ posts: 30, picturesStored: 30 }]);
  });
});

describe("the end of a crawl whose listing failed for good", () => {
  test("is announced at once when it had queued nothing", async () => {
    const world = crawlEndWorld();
    const summary = failedSummary([]);
    world.saveSummary(summary);
    await world.check();
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

  test("is announced once the last post is decided that it had listed, with what they came to", async () => {
    const world = crawlEndWorld();
    world.saveSummary(failedSummary(posts));
    await world.check();
    for (const id of posts.slice(1)) world.decide(id);
    await world.check();
    expect(world.published).toEqual([]);
    world.decide("p0");
    await world.check();
    expect(world.published).toMatchObject([
      { state: "failed", posts: 30, picturesStored: 30, finishedAt: storedPost.decidedAt },
    ]);
  });

  test("is not announced while another attempt of the listing may follow", async () => {
    const world = crawlEndWorld();
    const { listedPerShard: _, ...mayGoOn } = failedSummary([]);
    world.saveSummary(mayGoOn);
    await world.check();
    expect(world.published).toEqual([]);
  });

  test("is not called finished, nor that of a listed one failed", async () => {
    const [failed, listed] = [crawlEndWorld(), crawlEndWorld()];
    failed.saveSummary(failedSummary(["a1"]));
    listed.saveSummary(listedSummary(["a1"]));
    for (const world of [failed, listed]) {
      world.decide("a1");
      await world.check();
    }
    expect([...failed.published, ...listed.published].map(({ state }) => state)).toEqual([
      "failed",
      "finished",
    ]);
    expect(listed.published[0]).not.toHaveProperty("failure");
  });

  test("comes no earlier than the failure itself", async () => {
    const world = crawlEndWorld();
    const updatedAt = "2026-11-22T21:00:00.000Z";
    world.saveSummary({ ...failedSummary(["a1"]), updatedAt });
    world.decide("a1");
    await world.check();
    expect(world.published).toMatchObject([{ finishedAt: updatedAt }]);
  });
});
