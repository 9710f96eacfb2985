import type { CrawlFilter, PostFacts } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { pictureChild } from "../testing/listing-json.ts";
import { FakeWorld } from "../testing/loader-world.ts";
import type { RedditPost } from "../reddit/reddit-post.ts";
import { unwantedReason } from "./post-filter.ts";

const facts: PostFacts = {
  id: "a1",
  subreddit: "aww",
  title: "Cat",
  author: "CatPerson",
  permalink: "https://www.reddit.com/comments/a1/",
  createdAt: "2026-11-22T18:00:00.000Z",
  score: 100,
  flair: "Cats",
};

describe("what a post shows", () => {
  test.each<[RedditPost, CrawlFilter, string | undefined]>([
    [{ over_18: true, spoiler: true }, {}, undefined],
    [{ over_18: true, spoiler: true }, { nsfw: true, spoilers: true }, undefined],
    [{ over_18: true }, { nsfw: false }, "nsfw"],
    [{ over_18: true }, { spoilers: false }, undefined],
    [{ spoiler: true }, { spoilers: false }, "spoiler"],
    [{ spoiler: true }, { nsfw: false }, undefined],
    [{ over_18: false, spoiler: false }, { nsfw: false, spoilers: false }, undefined],
    [{}, { nsfw: false, spoilers: false }, undefined],
    [{ crosspost_parent_list: [{ over_18: true }] }, { nsfw: false }, "nsfw"],
    [{ crosspost_parent_list: [undefined, { spoiler: true }] }, { spoilers: false }, "spoiler"],
  ])("%j is unwanted, in a crawl that says %j, for %s", (post, filter, reason) => {
    expect(unwantedReason(facts, [post], filter)).toBe(reason);
    expect(unwantedReason(facts, [{}, post], filter)).toBe(reason);
  });
});

describe("a filter", () => {
  test.each<[CrawlFilter, string | undefined]>([
    [{}, undefined],
    [{ minScore: 100 }, undefined],
    [{ minScore: 101 }, "score-too-low"],
    [{ flair: "cats" }, undefined],
    [{ flair: "Dogs" }, "other-flair"],
    [{ author: "catperson" }, undefined],
    [{ author: "dogperson" }, "other-author"],
    [{ since: "2026-11-22T18:00:00.000Z" }, undefined],
    [{ since: "2026-11-22T18:00:00.001Z" }, "too-old"],
  ])("of %j leaves a post out for %s", (filter, reason) => {
    expect(unwantedReason(facts, [], filter)).toBe(reason);
  });

  test("does not hold against a post what the feed does not know", () => {
    const { score: _, flair: __, createdAt: ___, ...fed } = facts;
    const filter = { minScore: 5, flair: "Cats", since: "2030-01-01T00:00:00.000Z" };
    expect(unwantedReason(fed, [], filter)).toBeUndefined();
  });

  test("leaves out a post without flair when one is asked for", () => {
    const { flair: _, ...plain } = facts;
    expect(unwantedReason(plain, [], { flair: "Cats" })).toBe("other-flair");
  });

  test("records what it leaves out, and sends the rest", async () => {
    const world = new FakeWorld();
    world.answers = {
      "": [{ children: [pictureChild("a1", { score: 5 }), pictureChild("a2", { score: 50 })] }],
    };
    await world.load({ minScore: 10 });
    expect(world.sent.map(({ postId }) => postId)).toEqual(["a2"]);
    expect(world.records).toMatchObject([
      { post: { id: "a1" }, outcome: "filtered", reason: "score-too-low", links: [] },
    ]);
    expect(world.summaries.at(-1)).toMatchObject({ minScore: 10, counts: { listed: 2 } });
  });
});
