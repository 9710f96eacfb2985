import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { mediaHosts } from "@reddit-crawler/media-hosts";
import type { PostMessage } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { pictureChild, textChild } from "../testing/listing-json.ts";
import { FakeWorld, crawlRequest } from "../testing/loader-world.ts";
import { findLinks } from "./post-links.ts";
import { redditPost } from "../testing/reddit-post.ts";

const hosts = mediaHosts("reddit,imgur");
const link = (id: string, url: string) => pictureChild(id, { url, domain: "reddit.com" });
const post = (fields: object) => redditPost(fields);
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
  const linksOf = (world: FakeWorld) =>
    Object.fromEntries(
      world.sent.map(({ postId, text }) => {
        const message: PostMessage = JSON.parse(text);
        return [postId, message.links[0]?.candidates[0]?.url];
      }),
    );

  /** A world in which Reddit has these posts by their ids. */
  const worldThatKnows = (...known: unknown[]) => {
    const world = new FakeWorld();
    world.singlePosts = known;
    return world;
  };
  const asked = ({ effects }: FakeWorld) => effects.filter((effect) => effect.startsWith("ask"));

  test("asks once a page, at the gate, for the posts that others link", async () => {
    const world = worldThatKnows(pictureChild("1x"));
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
    expect(asked(world)).toEqual(["ask 1x 1y"]);
    expect(world.requestedAtMs[1]! - world.requestedAtMs[0]!).toBeGreaterThanOrEqual(2000);
    expect(linksOf(world)).toEqual({
      a: "https://i.redd.it/a.jpg",
      b: "https://i.redd.it/a.jpg",
      c: "https://i.redd.it/1x.jpg",
    });
    expect(world.records).toMatchObject([
      { post: { id: "e" }, outcome: "no-pictures", reason: "links-another-post" },
      { post: { id: "d" }, outcome: "no-pictures", reason: "links-another-post" },
    ]);
  });

  test("sends, records and counts all other posts before it asks", async () => {
    const world = worldThatKnows(pictureChild("1x"));
    const children = [link("a", "https://redd.it/1x"), pictureChild("b"), textChild("c")];
    world.answers = { "": [{ children }] };
    await world.load();
    expect(world.effects).toEqual([
      "summary listing 0",
      `index ${crawlRequest.crawlId}`,
      "read first",
      "send b",
      "record c",
      "summary listing 2",
      "ask 1x",
      "send a",
      "summary listed 3",
      "announce the end",
    ]);
    expect(world.summary?.counts).toEqual({
      pages: 1,
      listed: 3,
      queued: 2,
      withoutPictures: 1,
      picturesLinked: 2,
    });
    expect(world.lines).toContainEqual(
      expect.objectContaining({ event: "page-settled", listed: 3, queued: 2, pictures: 2 }),
    );
  });

  test("knows which picture was linked first, whichever part of the page it is in", async () => {
    const world = worldThatKnows(pictureChild("1x", { url: "https://i.redd.it/same.jpg" }));
    const same = { url: "https://i.redd.it/same.jpg" };
    const children = [link("a", "https://redd.it/1x"), pictureChild("b", same)];
    world.answers = {
      "": [{ children, after: "t3_b" }],
      t3_b: [{ children: [pictureChild("c", same)] }],
    };
    await world.load();
    const firsts = world.sent.map(({ postId, text }) => {
      const message: PostMessage = JSON.parse(text);
      return [postId, message.links[0]?.duplicateOf?.postId];
    });
    expect(Object.fromEntries(firsts)).toEqual({ b: undefined, a: "b", c: "b" });
  });

  test("keeps to its limit in the listing's order, and asks for nothing behind it or listed before", async () => {
    const world = worldThatKnows(pictureChild("1x"), pictureChild("1y"));
    const [a, b] = [link("a", "https://redd.it/1x"), pictureChild("b")];
    world.answers = {
      "": [{ children: [a, b], after: "t3_b" }],
      t3_b: [{ children: [a, link("c", "https://redd.it/1y"), link("d", "https://redd.it/1z")] }],
    };
    await world.load({ limit: 3 });
    expect(asked(world)).toEqual(["ask 1x", "ask 1y"]);
    expect(world.queued).toEqual(["b", "a", "c"]);
    expect(world.summary).toMatchObject({ state: "listed", counts: { listed: 3 } });
  });

  test("speaks of safe posts only when the second part of a page cannot be sent", async () => {
    const world = worldThatKnows(pictureChild("1x"));
    world.answers = { "": [{ children: [link("a", "https://redd.it/1x"), pictureChild("b")] }] };
    world.refuse = (posts) =>
      posts.flatMap(({ postId }) => (postId === "a" ? [{ postId, code: "InternalError" }] : []));
    await expect(world.load()).rejects.toMatchObject({ code: "queue-refused" });
    expect(world.summary).toMatchObject({ state: "listing", counts: { listed: 1 } });
    expect(world.effects).not.toContain("announce the end");
    world.refuse = () => [];
    await world.load();
    expect(world.queued).toEqual(["b", "b", "a"]);
  });

  test("is whole without them when Reddit cannot answer", async () => {
    const world = new FakeWorld();
    world.singlePosts = new RetryableError("reddit-down", "down");
    world.answers = { "": [{ children: [link("c", "https://redd.it/1x"), pictureChild("a")] }] };
    await world.load();
    expect(linksOf(world)).toEqual({ a: "https://i.redd.it/a.jpg" });
    expect(world.summary).toMatchObject({ state: "listed", counts: { listed: 2 } });
    expect(world.lines.map(({ event }) => event)).toContain("linked-posts-not-read");
  });
});
