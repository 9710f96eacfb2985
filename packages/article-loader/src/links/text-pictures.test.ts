import { mediaHosts } from "@reddit-crawler/media-hosts";
import { expect, test } from "vitest";

import { findLinks } from "./post-links.ts";
import { redditPost } from "../testing/reddit-post.ts";

const find = (post: object, setting = "reddit,imgur") =>
  findLinks(redditPost({ id: "1skaj6p", is_self: true, ...post }), mediaHosts(setting));
const urlsOf = (post: object, setting?: string) =>
  find(post, setting).links.map(({ foundIn, candidates }) => `${foundIn} ${candidates[0]?.url}`);

const signed = (id: string) =>
  `https://preview.redd.it/${id}.png?width=640&format=png&auto=webp&s=8df7`;
const image = (id: string) => ({
  status: "valid",
  e: "Image",
  m: "image/png",
  s: { u: signed(id) },
  id,
});

test("gives inline uploads in the text's order, each once, then those it does not mention", () => {
  const selftext = `First ![img](b2 "caption")\n\n${signed("a1")}\n\n[b2 again](${signed("b2")})\n\nhttps://i.redd.it/a1.png`;
  const media_metadata = { a1: image("a1"), b2: image("b2"), c3: image("c3") };
  expect(urlsOf({ selftext, media_metadata })).toEqual([
    "text https://i.redd.it/b2.png",
    "text https://i.redd.it/a1.png",
    "text https://i.redd.it/c3.png",
  ]);
});

test("knows the upload behind a link with words in front of its id", () => {
  const selftext = "https://preview.redd.it/a-cat-v0-a1.png?width=640&s=1";
  expect(find({ selftext, media_metadata: { a1: image("a1") } }).links).toHaveLength(1);
});

test("leaves out inline uploads that failed, and inline videos, and waits for unprocessed ones", () => {
  const found = find({
    selftext:
      "![img](a1)\n\n![img](b2)\n\n[Video](https://reddit.com/link/1skaj6p/video/c3/player)",
    media_metadata: {
      a1: { status: "failed" },
      b2: { status: "unprocessed" },
      c3: { status: "valid", e: "RedditVideo", isGif: false },
    },
  });
  expect(found.links).toMatchObject([{ position: 1, pending: "text-item-unprocessed" }]);
  expect(found.leftOut).toEqual(
    ["failed", "video"].map((fault) => ({ foundIn: "text", reason: `text-item-${fault}` })),
  );
});

test("passes over emotes", () => {
  const media_metadata = {
    "emote|t5_2qh33|123": {
      status: "valid",
      e: "Image",
      m: "image/png",
      s: { u: "https://reddit-econ-prod.example/x.png" },
    },
  };
  expect(find({ selftext: "![img](emote|t5_2qh33|123)", media_metadata })).toEqual({
    links: [],
    leftOut: [],
    reason: "text-only",
  });
});

test("gives a giphy picture where giphy is open, and names the loss where it is not", () => {
  const post = {
    selftext: "![gif](giphy|JIX9t2j0ZTN9S)",
    media_metadata: {
      "giphy|JIX9t2j0ZTN9S": {
        status: "valid",
        e: "AnimatedImage",
        m: "image/gif",
        s: { gif: "https://media.giphy.com/media/JIX9t2j0ZTN9S/giphy.gif" },
        t: "giphy",
      },
    },
  };
  expect(urlsOf(post, "reddit,giphy")).toEqual(["text https://i.giphy.com/JIX9t2j0ZTN9S.gif"]);
  expect(find(post).reason).toBe("host-not-enabled");
});

test("gives the pictures and pages that a text links, and names those it would need another host for", () => {
  const selftext = [
    "Album: [here](https://imgur.com/a/3a3rJ)",
    "Page: https://imgur.com/PVXxY6p.",
    "Elsewhere: https://www.redgifs.com/watch/somename and https://example.com/a.jpg",
    "Not a picture: https://example.com/, /u/someone, https://www.reddit.com/r/aww/comments/1aaaaaa/t/",
  ].join("\n\n");
  expect(urlsOf({ selftext })).toEqual([
    "text https://imgur.com/a/3a3rJ",
    "text https://imgur.com/PVXxY6p",
  ]);
  expect(find({ selftext }).leftOut).toEqual([
    { foundIn: "text", url: "https://www.redgifs.com/watch/somename", reason: "host-not-enabled" },
    { foundIn: "text", url: "https://example.com/a.jpg", reason: "host-not-enabled" },
  ]);
});

test("takes a picture's page and its direct link for one picture", () => {
  expect(
    urlsOf({ selftext: "https://imgur.com/PVXxY6p https://i.imgur.com/PVXxY6p.png" }),
  ).toHaveLength(1);
});

test("reads the rendered text where there is no markdown", () => {
  const selftext_html = '<div class="md"><a href="https://i.redd.it/a1.png">x</a></div>';
  expect(urlsOf({ selftext_html })).toEqual(["text https://i.redd.it/a1.png"]);
});

test("does not read a gallery's items a second time", () => {
  const post = {
    is_self: false,
    is_gallery: true,
    gallery_data: { items: [{ media_id: "a1" }, { media_id: "b2" }] },
    media_metadata: { a1: image("a1"), b2: { status: "failed" } },
    selftext: "With a body: https://i.imgur.com/dk6Kz5S.jpg",
  };
  const { links, leftOut } = find(post);
  expect(links.map(({ position, foundIn }) => [position, foundIn])).toEqual([
    [1, "gallery"],
    [3, "text"],
  ]);
  expect(leftOut).toHaveLength(1);
});
