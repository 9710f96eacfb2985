import type { PictureLink, PostFacts, PostFilter } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { pictureChild } from "./fakes/listing-json.ts";
import { LoaderWorld } from "./fakes/loader-world.ts";
import { filteredReason, firstLinks } from "./filtered-post.ts";

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

describe("a filter", () => {
  test.each<[PostFilter, string | undefined]>([
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
    expect(filteredReason(facts, filter)).toBe(reason);
  });

  test("does not hold against a post what the feed does not tell", () => {
    const { score: _, flair: __, createdAt: ___, ...fed } = facts;
    const filter = { minScore: 5, flair: "Cats", since: "2030-01-01T00:00:00.000Z" };
    expect(filteredReason(fed, filter)).toBeUndefined();
  });

  test("leaves out a post without flair when one is asked for", () => {
    const { flair: _, ...plain } = facts;
    expect(filteredReason(plain, { flair: "Cats" })).toBe("other-flair");
  });

  test("keeps a post's first pictures, and says which are beyond", () => {
    const links = [1, 2, 3].map((position): PictureLink => ({
      position,
      foundIn: "gallery",
      candidates: [{ url: `https://i.redd.it/${position}.jpg`, quality: "original" }],
    }));
    const cut = firstLinks(links, [], { maxPerPost: 2 });
    expect(cut.links.map(({ position }) => position)).toEqual([1, 2]);
    expect(cut.leftOut).toEqual([
      {
        position: 3,
        foundIn: "gallery",
        url: "https://i.redd.it/3.jpg",
        reason: "beyond-max-per-post",
      },
    ]);
    expect(firstLinks(links, [], {}).links).toEqual(links);
  });

  test("records what it leaves out, and sends the rest", async () => {
    const world = new LoaderWorld();
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
