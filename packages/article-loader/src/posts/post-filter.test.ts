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

const safe = { over_18: false, spoiler: false };
const listed: RedditPost = { ...safe, link_flair_text: "Cats" };

describe("what a post shows", () => {
  test.each<[RedditPost, CrawlFilter, string | undefined]>([
    [{ over_18: true, spoiler: true }, {}, undefined],
    [{ over_18: true, spoiler: true }, { nsfw: true, spoilers: true }, undefined],
    [{ over_18: true }, { nsfw: false }, "nsfw"],
    [{ over_18: true, spoiler: false }, { spoilers: false }, undefined],
    [{ spoiler: true }, { spoilers: false }, "spoiler"],
    [{ over_18: false, spoiler: true }, { nsfw: false }, undefined],
    [safe, { nsfw: false, spoilers: false }, undefined],
    [{ ...safe, crosspost_parent_list: [{ over_18: true }] }, { nsfw: false }, "nsfw"],
    [{ crosspost_parent_list: [undefined, { spoiler: true }] }, { spoilers: false }, "spoiler"],
    [{}, { nsfw: true, spoilers: true }, undefined],
    [{}, { nsfw: false }, "unknown-to-source"],
    [{ over_18: false }, { spoilers: false }, "unknown-to-source"],
    [{ ...safe, crosspost_parent_list: [{}] }, { nsfw: false }, "unknown-to-source"],
    [{ removed_by_category: "deleted" }, {}, "deleted-by-author"],
    [{ removed_by_category: "author" }, {}, "deleted-by-author"],
    [{ removed_by_category: "moderator" }, {}, undefined],
    [{ deleted_by_author: true }, {}, "deleted-by-author"],
    [{ deleted_by_author: true }, { includeDeleted: true }, undefined],
    [{ crosspost_parent_list: [{ removed_by_category: "deleted" }] }, {}, "deleted-by-author"],
  ])("%j is unwanted, in a crawl that says %j, for %s", (post, filter, reason) => {
    expect(unwantedReason(facts, post, undefined, filter)).toBe(reason);
    expect(unwantedReason(facts, safe, post, filter)).toBe(reason);
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
    [{ until: "2026-11-22T18:00:00.000Z" }, undefined],
    [{ until: "2026-11-22T17:59:59.999Z" }, "too-new"],
  ])("of %j leaves a post out for %s", (filter, reason) => {
    expect(unwantedReason(facts, listed, undefined, filter)).toBe(reason);
  });

  const { score: _, flair: __, createdAt: ___, ...fed } = facts;

  test.each<CrawlFilter>([
    { minScore: -5 },
    { flair: "Cats" },
    { since: "2010-01-01T00:00:00.000Z" },
    { until: "2030-01-01T00:00:00.000Z" },
  ])("of %j leaves out what the source does not say, by that name", (filter) => {
    expect(unwantedReason(fed, {}, undefined, filter)).toBe("unknown-to-source");
  });

  test("names what is known to speak against a post before what is not known", () => {
    const filter = { minScore: 5, author: "dogperson" };
    expect(unwantedReason(fed, {}, undefined, filter)).toBe("other-author");
  });

  test("leaves out a post without flair when one is asked for", () => {
    const { flair: _flair, ...plain } = facts;
    const post = { ...safe, link_flair_text: "" };
    expect(unwantedReason(plain, post, undefined, { flair: "Cats" })).toBe("other-flair");
  });

  test("records what it leaves out, and sends the rest", async () => {
    const world = new FakeWorld({
      "": [{ children: [pictureChild("a1", { score: 5 }), pictureChild("a2", { score: 50 })] }],
    });
    await world.load({ minScore: 10 });
    expect(world.queued).toEqual(["a2"]);
    expect(world.records).toMatchObject([
      { post: { id: "a1" }, outcome: "filtered", reason: "score-too-low", links: [] },
    ]);
    expect(world.summary).toMatchObject({ minScore: 10, counts: { listed: 2 } });
  });
});
