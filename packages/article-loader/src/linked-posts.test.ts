import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { mediaHosts } from "@reddit-crawler/media-hosts";
import type { PostMessage } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { pictureChild } from "./fakes/listing-json.ts";
import { LoaderWorld } from "./fakes/loader-world.ts";
import { readListingAnswer } from "./listing-answer.ts";
import { findLinks } from "./post-links.ts";
import { redditPostSchema } from "./reddit-post.ts";

const hosts = mediaHosts("reddit,imgur");
const link = (id: string, url: string) => pictureChild(id, { url, domain: "reddit.com" });
const post = (fields: object) => redditPostSchema.parse(fields);
const find = (fields: object, ...linked: { id: string }[]) =>
  findLinks(post(fields), hosts, {
    linked: new Map(linked.map((each) => [each.id, post(each)])),
  });
const cat = { id: "1cat", url: "https://i.redd.it/cat.jpg" };

describe("a link to another post", () => {
  test.each([
    "https://www.reddit.com/r/cats/comments/1cat/my_cat/",
    "/r/cats/comments/1cat/my_cat/",
    "https://redd.it/1cat",
    "https://old.reddit.com/comments/1cat",
    "https://www.reddit.com/gallery/1cat",
    "https://np.reddit.com/user/someone/comments/1cat/",
  ])("is the pictures of that post: %s", (url) => {
    expect(find({ id: "1abc", url }, cat).links).toMatchObject([
      { position: 1, candidates: [{ url: cat.url, quality: "original" }] },
    ]);
  });

  test("that is a crosspost is the pictures of its parent", () => {
    const crosspost = { id: "1cat", url: "/r/a/comments/1x/", crosspost_parent_list: [cat] };
    expect(find({ id: "1abc", url: "https://redd.it/1cat" }, crosspost).links).toHaveLength(1);
  });

  test("goes one level deep, and in no circle", () => {
    const second = { id: "1b", url: "https://redd.it/1cat" };
    const found = find({ id: "1a", url: "https://redd.it/1b" }, second, cat);
    expect(found).toMatchObject({ links: [], reason: "links-another-post" });
    const circle = [
      { id: "1a", url: "https://redd.it/1b" },
      { id: "1b", url: "https://redd.it/1a" },
    ];
    expect(find({ id: "1a", url: "https://redd.it/1b" }, ...circle).links).toEqual([]);
  });

  test("that nobody knows has that reason", () => {
    expect(find({ id: "1a", url: "https://redd.it/1gone" }, cat).reason).toBe("links-another-post");
  });
});

describe("a crawl", () => {
  const linksOf = (world: LoaderWorld) =>
    Object.fromEntries(
      world.sent.map(({ postId, text }) => {
        const message: PostMessage = JSON.parse(text);
        return [postId, message.links[0]?.candidates[0]?.url];
      }),
    );

  test("asks once a page, at the gate, for the posts that others link", async () => {
    const world = new LoaderWorld();
    const asked: (readonly string[])[] = [];
    world.source = {
      ...world.source,
      readPosts: (ids, turn) =>
        turn(async () => {
          asked.push(ids);
          world.requestedAtMs.push(world.clock.now());
          const children = ids.slice(0, 1).map((id) => pictureChild(id));
          const body = JSON.stringify({ kind: "Listing", data: { after: null, children } });
          return readListingAnswer({ status: 200, headers: {}, body }, "all", 0);
        }),
    };
    world.answers = {
      "": [
        {
          children: [
            pictureChild("a"),
            link("b", "https://redd.it/a"),
            link("c", "https://redd.it/1x"),
            link("d", "https://redd.it/1y"),
            pictureChild("e", { url: "/r/b/comments/1z/x/", crosspost_parent: "t3_1z" }),
          ],
        },
      ],
    };
    await world.load();
    expect(asked).toEqual([["1x", "1y"]]);
    expect(world.requestedAtMs[1]! - world.requestedAtMs[0]!).toBeGreaterThanOrEqual(2000);
    expect(linksOf(world)).toEqual({
      a: "https://i.redd.it/a.jpg",
      b: "https://i.redd.it/a.jpg",
      c: "https://i.redd.it/1x.jpg",
    });
    expect(world.records).toMatchObject([
      { post: { id: "d" }, outcome: "no-pictures", reason: "links-another-post" },
      { post: { id: "e" }, outcome: "no-pictures", reason: "links-another-post" },
    ]);
  });

  test("is whole without them when Reddit cannot answer", async () => {
    const world = new LoaderWorld();
    world.source = {
      ...world.source,
      readPosts: async () => {
        throw new RetryableError("reddit-down", "down");
      },
    };
    world.answers = { "": [{ children: [link("c", "https://redd.it/1x"), pictureChild("a")] }] };
    await world.load();
    expect(linksOf(world)).toEqual({ a: "https://i.redd.it/a.jpg" });
    expect(world.summaries.at(-1)).toMatchObject({ state: "listed", counts: { listed: 2 } });
    expect(world.lines.map(({ event }) => event)).toContain("linked-posts-not-read");
  });
});
