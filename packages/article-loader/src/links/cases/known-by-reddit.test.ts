import { mediaHosts } from "@reddit-crawler/media-hosts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { redditPost } from "../../testing/reddit-post.ts";
import { findLinks } from "../post-links.ts";

const still = "https://external-preview.redd.it/UN1.jpg?auto=webp&s=aaaa";
const preview = {
  enabled: true,
  images: [{ id: "UN1", source: { url: still, width: 1200, height: 900 }, variants: {} }],
};
const self = { id: "1ca021", permalink: "/r/petshow/comments/1ca021/x/" };
const hostsBySetting = new Map(
  ["reddit", "reddit,imgur", "all"].map((setting) => [setting, mediaHosts(setting)]),
);
const find = (post: object, setting = "reddit,imgur") =>
  findLinks(redditPost({ ...self, ...post }), hostsBySetting.get(setting)!);
const urlsOf = (post: object, setting?: string) =>
  find(post, setting).links.map(({ candidates }) => candidates.map(({ url }) => url));

const pictures = [
  "https://images.unsplash.com/photo-155?ixlib=rb-4.0.3&q=85&w=1920",
  "https://static.wikia.nocookie.net/somewiki/images/a/ab/Cat.png/revision/latest?cb=2020",
];

describe("a link that Reddit calls a picture", () => {
  test.each(pictures)("is Reddit's copy where %s is not open", (url) => {
    expect(urlsOf({ url, post_hint: "image", preview })).toEqual([[still]]);
  });

  test.each(pictures)("is %s itself before Reddit's copy where it is open", (url) => {
    expect(urlsOf({ url, post_hint: "image", preview }, "all")).toEqual([[url, still]]);
  });

  test.each(["link", "rich:video", "self", undefined])(
    "is nothing without that word: %s",
    (post_hint) => {
      expect(find({ url: pictures[0], post_hint, preview })).toMatchObject({
        links: [],
        reason: "unsupported-host",
      });
    },
  );

  // To make the generator of addresses takes seconds.
  test("whatever its address looks like, is at least Reddit's copy", { timeout: 60_000 }, () => {
    const url = fc.oneof(
      fc.webUrl({ withQueryParameters: true }),
      fc.constantFrom(
        "https://user@cats.example.net/a",
        "https://cats.example.net:8080/cat.jpg",
        "ftp://cats.example.net/cat.jpg",
        "https://twitter.com/a/status/1",
        "https://imgur.com/user/someone",
        "https://www.flickr.com/photos/someone/",
        "https://giphy.com/search/x",
        "no url",
      ),
    );
    const setting = fc.constantFrom("reddit", "reddit,imgur", "all");
    fc.assert(
      fc.property(url, setting, (link, hosts) => {
        const [candidates] = urlsOf({ url: link, post_hint: "image", preview }, hosts);
        expect(candidates?.at(-1)).toBe(still);
      }),
    );
  });
});

describe("an album that cannot be opened, and a host's other name, have Reddit's copy", () => {
  test.each([
    "https://ibb.co/album/i5PggF",
    "https://postimg.cc/gallery/wxpDLgX",
    "https://www.flickr.com/photos/some/albums/72157633471741607",
    "https://postimages.org/Wtn2b3hC",
    "https://postlmg.cc/q6n9zf5Z",
    "https://secure.flickr.com/photos/made/16089302239",
    "https://gph.is/g/ZdRRgJE",
  ])("%s, open or closed", (url) => {
    for (const setting of ["reddit,imgur", "all"])
      expect(urlsOf({ url, preview }, setting)[0]?.at(-1)).toBe(still);
  });
});

describe("a crosspost has its own copies where its parent's listing lacks them", () => {
  const crosspost = (parent: object, post: object) =>
    urlsOf({
      crosspost_parent: "t3_1par",
      crosspost_parent_list: [{ id: "1par", ...parent }],
      ...post,
    });

  test("a preview", () => {
    const url = "https://cats.example.net/cat.jpg";
    expect(crosspost({ url }, { url, preview })).toEqual([[still]]);
    expect(crosspost({ url, preview: { images: [] } }, { url, preview })).toEqual([[still]]);
  });

  test("what Reddit calls it", () => {
    const [url] = pictures;
    expect(crosspost({ url, preview }, { url, post_hint: "image" })).toEqual([[still]]);
  });

  test("a gallery's items", () => {
    const url = "https://www.reddit.com/gallery/1par";
    const own = {
      gallery_data: { items: [{ media_id: "a1", id: 1 }] },
      media_metadata: { a1: { status: "valid", e: "Image", m: "image/png" } },
    };
    expect(crosspost({ url, is_gallery: true }, { url, ...own })).toEqual([
      ["https://i.redd.it/a1.png"],
    ]);
  });
});

describe("a link by id, in a text", () => {
  test("that is another post's gallery is told, and an ordinary one passed over", () => {
    const selftext =
      "album: https://www.reddit.com/gallery/1bb222, see https://www.reddit.com/r/petshow/s/hKrTTvFVwZ and https://reddit.com/1ca001";
    expect(find({ is_self: true, selftext })).toEqual({
      links: [],
      leftOut: [
        {
          foundIn: "text",
          reason: "links-another-post",
          url: "https://www.reddit.com/gallery/1bb222",
        },
      ],
      reason: "links-another-post",
    });
  });
});
