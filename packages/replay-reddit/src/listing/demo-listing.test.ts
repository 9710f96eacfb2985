import { expect, test } from "vitest";

import { demoListing, demoSticky } from "./demo-listing.ts";
import { plainLinks } from "./posts/plain-links.ts";
import { parseRecordedListing } from "./recorded-listing.ts";

const posts = demoListing();
const firstPage = posts.slice(0, 100);

test("has 400 posts, each id once, and is the same each time", () => {
  const ids = [...posts, demoSticky()].map(({ post }) => post.id);
  expect(new Set(ids).size).toBe(401);
  for (const id of ids) expect(id).toMatch(/^[0-9a-z]{7}$/);
  expect(demoListing()).toEqual(posts);
});

test("has on its first page every shape, about half of them single uploads", () => {
  const shapes = new Set(firstPage.flatMap(({ pictures }) => pictures.map(({ shape }) => shape)));
  expect([...shapes].toSorted()).toEqual([
    "crosspost-gallery-item",
    "crosspost-imgur-direct",
    "crosspost-single",
    "gallery-animated",
    "gallery-item",
    "gallery-pending",
    "imgur-album",
    "imgur-animation",
    "imgur-direct",
    "imgur-page",
    "preview-rescue",
    "self-inline",
    "self-text",
    "single",
    "video-file",
    "video-poster",
  ]);
  const singles = firstPage.filter(({ pictures }) => pictures[0]?.shape === "single");
  expect(singles.length).toBeGreaterThanOrEqual(40);
  expect(singles.length).toBeLessThanOrEqual(55);
});

test("has galleries whose metadata is in another order than they are", () => {
  const galleries = firstPage.filter(({ pictures }) => pictures[0]?.shape === "gallery-item");
  for (const { post, pictures } of galleries) {
    const keys = Object.keys(post.media_metadata as object);
    expect(pictures[0]?.url).not.toContain(keys[0]);
  }
});

test("has titles within Reddit's limit, some of them hostile", () => {
  const titles = posts.map(({ post }) => post.title);
  for (const title of titles) expect(title.length).toBeLessThanOrEqual(300);
  expect(titles.some((title) => title.length === 300)).toBe(true);
  expect(titles.some((title) => title.includes("\u202E"))).toBe(true);
});

test("gives each picture of a post a place of its own, and a reason where there is none", () => {
  for (const { pictures, reason } of posts) {
    const places = pictures.map(({ position }) => position);
    expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
    expect(pictures.length > 0 || reason !== undefined).toBe(true);
  }
});

test("states for plain uploads and galleries what the reader of recorded listings finds too", () => {
  const plain = firstPage.filter(
    ({ post, pictures }) =>
      ["i.redd.it", "reddit.com"].includes(post.domain) &&
      pictures.every(({ shape }) => /^(single|gallery-item|gallery-animated)$/.test(shape)) &&
      post.removed_by_category !== "moderator" &&
      post.removed_by_category !== "deleted",
  );
  expect(plain.length).toBeGreaterThan(45);
  for (const { post, pictures } of plain) {
    const recorded = JSON.stringify({
      kind: "Listing",
      data: { children: [{ kind: "t3", data: post }] },
    });
    const [read] = parseRecordedListing(recorded);
    expect(read && plainLinks(read)).toEqual(pictures);
  }
});
