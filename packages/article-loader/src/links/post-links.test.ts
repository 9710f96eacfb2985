import { mediaHosts } from "@reddit-crawler/media-hosts";
import { describe, expect, test } from "vitest";

import { findLinks } from "./post-links.ts";
import { linksInWords } from "../testing/links-in-words.ts";
import { redditPost } from "../testing/reddit-post.ts";

const self = { id: "1skaj6p", permalink: "/r/aww/comments/1skaj6p/a_title/" };
const ownUrl = `https://www.reddit.com${self.permalink}`;

const find = (post: object, setting = "reddit,imgur") =>
  findLinks(redditPost({ ...self, subreddit: "aww", ...post }), mediaHosts(setting));
const linksOf = (post: object, setting?: string) => linksInWords(find(post, setting).links);
const preview = (url: string, more: object = {}) => ({
  preview: {
    images: [
      { source: { url, width: 1080, height: 1920 }, resolutions: [], variants: {}, ...more },
    ],
  },
});

describe("a link post", () => {
  test("links an upload, and Reddit's signed copy for the case that it is gone", () => {
    const copy = "https://preview.redd.it/rrinwcmrxzug1.jpeg?auto=webp&s=0f";
    const post = {
      url: "https://i.redd.it/rrinwcmrxzug1.jpeg",
      post_hint: "image",
      ...preview(copy),
    };
    expect(find(post)).toEqual({
      links: [
        {
          position: 1,
          foundIn: "url",
          candidates: [
            { url: "https://i.redd.it/rrinwcmrxzug1.jpeg", quality: "original" },
            { url: copy, quality: "reduced" },
          ],
        },
      ],
      leftOut: [],
    });
  });

  test.each([
    ["a gif", "https://i.redd.it/u7ld6zcktyug1.gif"],
    ["a gif's still copy", "https://preview.redd.it/u7ld6zcktyug1.gif?format=png8&s=0f"],
  ])("of %s has Reddit's animated copies before the still", (_case, url) => {
    const copy = (format: string) =>
      `https://preview.redd.it/u7ld6zcktyug1.gif?format=${format}&s=0f`;
    const variants = {
      gif: { source: { url: copy("gif") } },
      mp4: { source: { url: copy("mp4") } },
      obfuscated: { source: { url: copy("blur") } },
      nsfw: { source: { url: copy("blur") } },
    };
    expect(linksOf({ url, ...preview(copy("png8"), { variants }) })).toEqual([
      `url: original https://i.redd.it/u7ld6zcktyug1.gif, reduced ${copy("gif")}, reduced ${copy("mp4")}, reduced ${copy("png8")}`,
    ]);
  });

  test("to imgur's gifv has Reddit's video copy, then its preview, as last choices", () => {
    const video = "https://v.redd.it/xyz/DASH_720.mp4?source=fallback";
    const still = "https://external-preview.redd.it/abc.jpg?s=1";
    const post = preview(still);
    expect(
      linksOf({
        url: "http://i.imgur.com/G7K3xO4.gifv",
        preview: { ...post.preview, reddit_video_preview: { fallback_url: video } },
      }),
    ).toEqual([
      `url: original https://i.imgur.com/G7K3xO4.mp4, original https://i.imgur.com/G7K3xO4.gif, preview ${video}, preview ${still}`,
    ]);
  });

  test("to an imgur page asks the page first and has guessed addresses behind it", () => {
    expect(
      linksOf({
        url: "http://imgur.com/PVXxY6p",
        ...preview("https://external-preview.redd.it/abc.jpg?s=1"),
      }),
    ).toEqual([
      "url: page https://imgur.com/PVXxY6p, reduced https://i.imgur.com/PVXxY6p.jpg, preview https://external-preview.redd.it/abc.jpg?s=1",
    ]);
  });

  test.each([
    ["https://www.foodrepublic.com/1415365/why-haggis-banned-us/", "unsupported-host"],
    ["https://streamable.com/ql7tuy", "unsupported-host"],
    ["https://www.youtube.com/watch?v=IXBy2lkbtTQ", "unsupported-host"],
    ["https://user@i.redd.it/a.jpg", "refused-url"],
    ["https://169.254.169.254/latest/x.png", "refused-url"],
    ["javascript:alert(1)", "unsupported-scheme"],
    ["https://www.reddit.com/live/18hnzysb1elcs", "live-thread"],
    ["https://www.reddit.com/r/pics/comments/1skh6dk/title/", "links-another-post"],
    ["/r/pics/comments/1skh6dk/title/", "links-another-post"],
    ["https://www.reddit.com/gallery/1skh6dk", "links-another-post"],
    ["https://www.reddit.com/r/pics/s/AbCdEfGhIj", "share-link"],
    ["https://imgur.com/user/someone", "not-a-picture"],
  ])("to %s links no picture, not even its preview: %s", (url, reason) => {
    expect(find({ url, ...preview("https://external-preview.redd.it/abc.jpg?s=1") })).toEqual({
      links: [],
      leftOut: [{ foundIn: "url", url, reason }],
      reason,
    });
  });

  describe("to a picture on a host that is dead or closed", () => {
    const video = "https://v.redd.it/xyz/DASH_720.mp4?source=fallback";
    const still = "https://external-preview.redd.it/abc.jpg?s=1";
    const { preview: images } = preview(still);
    const animated = { preview: { ...images, reddit_video_preview: { fallback_url: video } } };

    test.each([
      "https://gfycat.com/SameAptIndianabat",
      "https://thumbs.gfycat.com/SameAptIndianabat-size_restricted.gif",
      "https://www.redgifs.com/watch/somename",
      "https://giphy.com/gifs/JIX9t2j0ZTN9S",
    ])("links Reddit's own copies of %s, the animation before the still", (url) => {
      expect(find({ url, ...animated })).toMatchObject({ leftOut: [] });
      expect(linksOf({ url, ...animated })).toEqual([`url: preview ${video}, preview ${still}`]);
    });

    test("links Reddit's still of a picture", () => {
      const url = "http://www.esa.int/images/view.jpg";
      expect(linksOf({ url, ...preview(still) })).toEqual([`url: preview ${still}`]);
    });

    test("has them behind the host's own file where the host is open", () => {
      const url = "https://gfycat.com/SameAptIndianabat";
      expect(linksOf({ url, ...animated }, "reddit,redgifs")).toEqual([
        `url: page https://www.redgifs.com/watch/sameaptindianabat, preview ${video}, preview ${still}`,
      ]);
    });

    test.each([
      ["Reddit has none", {}, "reddit,imgur"],
      ["Reddit's own host is closed, too", animated, "imgur"],
    ])("links nothing where %s", (_case, copies, setting) => {
      const url = "https://www.redgifs.com/watch/somename";
      expect(find({ url, ...copies }, setting)).toEqual({
        links: [],
        leftOut: [{ foundIn: "url", url, reason: "host-not-enabled" }],
        reason: "host-not-enabled",
      });
    });
  });

  test.each([
    "https://b.thumbs.redditmedia.com/sqahV1C276.jpg",
    "https://preview.redd.it/abc.jpg?width=140&height=140&s=1",
    ..."self default nsfw spoiler image edited".split(" "),
    "",
  ])("never takes a thumbnail (%j) or one of the smaller previews", (thumbnail) => {
    const url = "https://www.redgifs.com/watch/somename";
    const small = "https://external-preview.redd.it/abc.jpg?width=108&s=2";
    const still = "https://external-preview.redd.it/abc.jpg?s=1";
    const resolutions = [{ url: small, width: 108, height: 60 }];
    expect(linksOf({ url, thumbnail, ...preview(still, { resolutions }) })).toEqual([
      `url: preview ${still}`,
    ]);
    expect(find({ url, thumbnail, preview: { images: [{ resolutions }] } }).links).toEqual([]);
  });

  test("to a site that embeds its player links no picture, not even the player's", () => {
    const oembed = { type: "video", thumbnail_url: "https://i.redd.it/aaaaaaaaaaaaa.png" };
    const media = { type: "youtube.com", oembed };
    expect(find({ url: "https://youtu.be/IXBy2lkbtTQ", media, secure_media: media })).toMatchObject(
      { links: [], reason: "unsupported-host" },
    );
  });

  test("of 2016 is read without the fields that came later", () => {
    const old = preview("https://i.redditmedia.com/KN5-YS9.jpg?s=5994");
    expect(
      linksOf({ url: "http://i.imgur.com/dk6Kz5S.jpg", post_hint: "image", media: null, ...old }),
    ).toEqual([
      "url: original https://i.imgur.com/dk6Kz5S.jpg, preview https://i.redditmedia.com/KN5-YS9.jpg?s=5994",
    ]);
    const upload = "https://i.reddituploads.com/71937ce7?fit=max&h=1536&w=1536&s=8d66";
    expect(linksOf({ url: upload })).toEqual([`url: reduced ${upload}`]);
  });

  test("has pictures in its text beyond its own, each once", () => {
    const post = {
      url: "https://i.redd.it/aaaaaaaaaaaaa.png",
      selftext:
        "Again: https://i.redd.it/aaaaaaaaaaaaa.png and https://i.imgur.com/dk6Kz5S.jpg, see https://example.com/",
    };
    expect(linksOf(post)).toEqual([
      "url: original https://i.redd.it/aaaaaaaaaaaaa.png",
      "text: original https://i.imgur.com/dk6Kz5S.jpg",
    ]);
  });
});

test("links at most a hundred pictures and says which it left out", () => {
  const links = Array.from(
    { length: 120 },
    (_, index) => `https://i.redd.it/picture${1000 + index}.png`,
  );
  const found = find({ is_self: true, url: ownUrl, selftext: links.join("\n") });
  expect(found.links.map(({ position }) => position)).toEqual(
    links.slice(0, 100).map((_, index) => index + 1),
  );
  expect(found.leftOut).toEqual(
    links.slice(100).map((url) => ({ foundIn: "text", reason: "too-many-links", url })),
  );
});
