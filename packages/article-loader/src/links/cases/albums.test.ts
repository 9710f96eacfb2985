import { mediaHosts } from "@reddit-crawler/media-hosts";
import { describe, expect, test } from "vitest";

import { redditPost } from "../../testing/reddit-post.ts";
import { findLinks } from "../post-links.ts";

const cover = "https://external-preview.redd.it/OC1.jpg?auto=webp&s=aaaa";
const preview = { images: [{ source: { url: cover, width: 1200, height: 900 } }] };
const self = { id: "1ca011", permalink: "/r/petshow/comments/1ca011/x/" };
const find = (post: object, setting = "reddit,imgur") =>
  findLinks(redditPost({ ...self, preview, ...post }), mediaHosts(setting)).links;

/** Addresses that nothing but an album can have. */
const albums = [
  "https://imgur.com/a/MixedAl",
  "https://m.imgur.com/a/some-words-MixedAl#3",
  "https://imgur.com/abcdefg,hijklmn",
  "https://ibb.co/album/i5PggF",
  "https://postimg.cc/gallery/wxpDLgX",
  "https://www.flickr.com/photos/some/albums/72157633471741607",
];

describe("a picture that stands for an album is sent as a part of it", () => {
  test.each(albums)("%s, whichever hosts are open", (url) => {
    for (const setting of ["reddit", "reddit,imgur", "all"]) {
      const [link] = find({ url }, setting);
      expect(link).toMatchObject({ album: true });
      expect(link?.candidates.at(-1)).toEqual({ url: cover, quality: "preview" });
    }
  });

  test.each([
    "https://imgur.com/abcdefg",
    "https://imgur.com/gallery/abcdefg",
    "https://i.imgur.com/abcdefg.jpg",
    "https://ibb.co/AbC12xY",
    "https://cats.example.net/album/cat.jpg",
  ])("but %s may be one picture, so that its copy may be all of it", (url) => {
    for (const setting of ["reddit", "reddit,imgur", "all"])
      expect(find({ url }, setting)[0]).not.toHaveProperty("album");
  });
});

test("an album of which Reddit has no picture is asked for, and left out where it cannot be", () => {
  const [url = ""] = albums;
  expect(find({ url, preview: undefined })[0]?.candidates).toEqual([
    { url, quality: "original", kind: "page" },
  ]);
  expect(find({ url, preview: undefined }, "reddit")).toEqual([]);
});
