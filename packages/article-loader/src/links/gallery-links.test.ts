import { mediaHosts } from "@reddit-crawler/media-hosts";
import { describe, expect, test } from "vitest";

import { findLinks } from "./post-links.ts";
import { redditPost } from "../testing/reddit-post.ts";

const url = "https://www.reddit.com/gallery/1skh6dk";
const find = (post: object, setting = "reddit,imgur") =>
  findLinks(redditPost({ id: "1skh6dk", url, ...post }), mediaHosts(setting));

const signed = (name: string) =>
  `https://preview.redd.it/${name}?width=2160&format=pjpg&auto=webp&s=8df7`;
const image = (id: string, extension = "jpg") => ({
  status: "valid",
  e: "Image",
  m: `image/${extension}`,
  p: [{ x: 108, y: 108, u: signed(`${id}.${extension}`) }],
  s: { x: 2160, y: 2160, u: signed(`${id}.${extension}`) },
  id,
});
const gallery = (mediaIds: readonly string[], media_metadata: object) => ({
  is_gallery: true,
  gallery_data: {
    items: mediaIds.map((media_id, id) => ({ media_id, id, is_deleted: false, caption: "" })),
  },
  media_metadata,
});
const candidatesOf = (item: object) => find(gallery(["a1"], { a1: item })).links[0]?.candidates;

test("gives the originals in the gallery's order, whatever order the metadata has", () => {
  const found = find(
    gallery(["b2", "a1", "c3"], { a1: image("a1"), c3: image("c3", "png"), b2: image("b2") }),
  );
  expect(found).toEqual({
    links: ["b2.jpg", "a1.jpg", "c3.png"].map((name, index) => ({
      position: index + 1,
      foundIn: "gallery",
      candidates: [
        { url: `https://i.redd.it/${name}`, quality: "original", guessed: true },
        { url: signed(name), quality: "reduced" },
      ],
    })),
    leftOut: [],
  });
});

test("keeps the place of every item that gives no picture, and the other items", () => {
  const ids = ["a1", "b2", "c3", "d4", "e5", "f6", "g7"];
  const found = find(
    gallery(ids, {
      a1: image("a1"),
      b2: { status: "failed" },
      c3: { status: "unprocessed" },
      e5: { status: "something-new", e: "Image" },
      f6: {
        status: "valid",
        e: "RedditVideo",
        dashUrl: "https://v.redd.it/link/1/asset/f6/DASHPlaylist.mpd",
        isGif: false,
      },
      g7: image("g7"),
    }),
  );
  expect(found.links.map(({ position }) => position)).toEqual([1, 3, 7]);
  expect(found.leftOut).toEqual(
    (
      [
        [2, "failed"],
        [4, "missing"],
        [5, "failed"],
        [6, "video"],
      ] as const
    ).map(([position, fault]) => ({
      position,
      foundIn: "gallery",
      reason: `gallery-item-${fault}`,
    })),
  );
});

describe("an item", () => {
  test("that is animated gives the original gif, then the mp4", () => {
    const mp4 = signed("a1.gif").replace("pjpg", "mp4");
    expect(
      candidatesOf({
        status: "valid",
        e: "AnimatedImage",
        m: "image/gif",
        s: { gif: "https://i.redd.it/a1.gif", mp4 },
      }),
    ).toEqual([
      { url: "https://i.redd.it/a1.gif", quality: "original" },
      { url: mp4, quality: "reduced" },
    ]);
  });

  test.each([
    ["its blurred copies", { o: [{ x: 2160, y: 2160, u: signed("blurred.jpg") }] }],
    ["its smaller copies", { p: [{ x: 108, y: 108, u: signed("small.jpg") }] }],
  ])("never gives %s", (_what, more) => {
    expect(candidatesOf({ ...image("a1"), ...more })).toEqual([
      { url: "https://i.redd.it/a1.jpg", quality: "original", guessed: true },
      { url: signed("a1.jpg"), quality: "reduced" },
    ]);
  });

  test("is its own picture, not what its author lets it link", () => {
    const post = gallery([], { a1: image("a1") });
    const items = [{ media_id: "a1", outbound_url: "https://i.redd.it/elsewhere.jpg" }];
    expect(find({ ...post, gallery_data: { items } }).links).toMatchObject([
      { candidates: [{ url: "https://i.redd.it/a1.jpg" }, { url: signed("a1.jpg") }] },
    ]);
  });

  test.each([true, false, undefined])(
    "that is a video is left out, with isGif %s: only its playlists are known",
    (isGif) => {
      const dashUrl = "https://v.redd.it/link/1skh6dk/asset/a1/DASHPlaylist.mpd?a=1";
      const item = {
        status: "valid",
        e: "RedditVideo",
        x: 1,
        y: 1,
        dashUrl,
        hlsUrl: dashUrl,
        isGif,
      };
      expect(find(gallery(["a1"], { a1: item })).reason).toBe("gallery-item-video");
    },
  );

  test.each([
    ["image/jpg", "Image", "jpg"],
    ["image/png", "Image", "png"],
    ["image/webp", "Image", "webp"],
    [undefined, "Image", "jpg"],
    ["../x", "Image", "jpg"],
    [undefined, "AnimatedImage", "gif"],
  ])("without links is found by its id: %s %s", (m, e, extension) => {
    expect(candidatesOf({ status: "valid", e, m })).toEqual([
      { url: `https://i.redd.it/a1.${extension}`, quality: "original", guessed: true },
    ]);
  });

  test("has the extension of its link rather than that of its type", () => {
    expect(candidatesOf({ ...image("a1", "png"), m: "image/jpg" })?.[0]?.url).toBe(
      "https://i.redd.it/a1.png",
    );
  });

  test("has its HTML escapes taken back", () => {
    const s = { u: signed("a1.jpg").replaceAll("&", "&amp;") };
    expect(candidatesOf({ ...image("a1"), s })?.[1]?.url).toBe(signed("a1.jpg"));
  });

  test("with a copy on the preview proxy is had from its own address first", () => {
    const proxied = "https://external-preview.redd.it/x_-0.jpg?s=1";
    expect(candidatesOf({ ...image("a1"), s: { u: proxied } })).toEqual([
      { url: "https://i.redd.it/a1.jpg", quality: "original", guessed: true },
      { url: proxied, quality: "preview" },
    ]);
  });

  test("that Reddit is still at work on may be had by its id later, whatever it turns out to be", () => {
    const found = find(gallery(["a1", "b2"], { a1: { status: "unprocessed" }, b2: image("b2") }));
    expect(found.links).toEqual([
      {
        position: 1,
        foundIn: "gallery",
        pending: "gallery-item-unprocessed",
        candidates: ["jpg", "png", "jpeg", "gif", "webp"].map((extension) => ({
          url: `https://i.redd.it/a1.${extension}`,
          quality: "original",
          guessed: true,
        })),
      },
      expect.objectContaining({ position: 2 }),
    ]);
    expect(found.leftOut).toEqual([]);
  });

  test("that is listed twice is one picture", () => {
    expect(find(gallery(["a1", "a1"], { a1: image("a1") })).links).toHaveLength(1);
  });

  test("that its author has taken out is left out in its place, whatever Reddit still knows of it", () => {
    const post = {
      ...gallery([], { a1: image("a1"), b2: image("b2") }),
      gallery_data: { items: [{ media_id: "a1", is_deleted: true }, { media_id: "b2" }] },
    };
    expect(find(post)).toMatchObject({
      links: [{ position: 2, candidates: [{ url: "https://i.redd.it/b2.jpg" }, {}] }],
      leftOut: [{ position: 1, foundIn: "gallery", reason: "gallery-item-deleted" }],
    });
  });

  test("without an id keeps its place", () => {
    const post = {
      ...gallery([], { a1: image("a1") }),
      gallery_data: { items: [{ id: 1 }, { media_id: "a1" }] },
    };
    expect(find(post)).toMatchObject({
      links: [{ position: 2 }],
      leftOut: [{ position: 1, reason: "gallery-item-missing" }],
    });
  });
});

describe("a gallery", () => {
  test("without an order is taken in the metadata's", () => {
    const post = {
      is_gallery: true,
      gallery_data: null,
      media_metadata: { b2: image("b2"), a1: image("a1") },
    };
    expect(find(post).links.map(({ candidates }) => candidates[0]?.url)).toEqual([
      "https://i.redd.it/b2.jpg",
      "https://i.redd.it/a1.jpg",
    ]);
  });

  test("has no pictures while Reddit's own host is closed", () => {
    expect(find(gallery(["a1"], { a1: image("a1") }), "imgur")).toMatchObject({
      links: [],
      reason: "host-not-enabled",
    });
  });
});
