import type { PictureLink } from "@reddit-crawler/message-schema";
import { expect, test } from "vitest";

import { FirstLinks } from "./first-links.ts";

const cat = "https://i.redd.it/cat.jpg";
const dog = "https://i.redd.it/dog.jpg";
const post = (id: string) => ({ id, subreddit: "aww", title: "", author: "", permalink: "" });
const links = (...urls: string[]): PictureLink[] =>
  urls.map((url, index) => ({
    position: index + 1,
    foundIn: "url",
    candidates: [{ url, quality: "original" }],
  }));

test("a link to what an earlier post links names that post and the place there", () => {
  const first = new FirstLinks();
  expect(first.mark(post("a"), links(dog, cat))).toEqual(links(dog, cat));
  expect(first.mark(post("b"), links(cat))).toMatchObject([
    { duplicateOf: { subreddit: "aww", postId: "a", position: 2 } },
  ]);
});

test("the first of several posts is named by all others", () => {
  const first = new FirstLinks();
  first.mark(post("a"), links(cat));
  for (const id of ["b", "c"])
    expect(first.mark(post(id), links(cat))[0]?.duplicateOf?.postId).toBe("a");
});

test("a post that is listed again is not its own duplicate", () => {
  const first = new FirstLinks();
  first.mark(post("a"), links(cat));
  expect(first.mark(post("a"), links(cat))).toEqual(links(cat));
});

test("what Reddit is still at work on is nobody's duplicate, and nobody is its", () => {
  const first = new FirstLinks();
  const pending = links(cat).map((link) => ({ ...link, pending: "gallery-item-unprocessed" }));
  expect(first.mark(post("a"), pending)).toEqual(pending);
  expect(first.mark(post("b"), pending)).toEqual(pending);
});
