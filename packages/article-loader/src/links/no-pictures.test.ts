import { mediaHosts } from "@reddit-crawler/media-hosts";
import { describe, expect, test } from "vitest";

import { redditPost } from "../testing/reddit-post.ts";
import { findLinks } from "./post-links.ts";

const self = { id: "1skaj6p", permalink: "/r/aww/comments/1skaj6p/a_title/" };
const ownUrl = `https://www.reddit.com${self.permalink}`;
const hosts = mediaHosts("reddit,imgur");
const find = (post: object) => findLinks(redditPost({ ...self, subreddit: "aww", ...post }), hosts);
const linksOf = (post: object) => find(post).links;

describe("a post without pictures", () => {
  test.each([
    ["text-only", { is_self: true, url: ownUrl, selftext: "Just words." }],
    ["text-only", { is_self: true, url: ownUrl, selftext: "" }],
    ["text-only", { url: ownUrl }],
    ["text-only", { url: ownUrl.replace("www.", "old.") }],
    ["text-only", { url: "/comments/1skaj6p" }],
    ["links-another-post", { url: ownUrl.replace("1skaj6p", "1skaj6px") }],
    ["links-another-post", { url: "https://www.reddit.com/comments/1skaj6px" }],
    ["unsupported-host", { url: `https://example.com${self.permalink}` }],
    [
      "text-only",
      {
        is_self: true,
        url: ownUrl,
        selftext:
          "Rules: https://www.reddit.com/r/aww/wiki, [mail](/message/compose?to=/r/aww), /u/x, https://example.com/a",
      },
    ],
    ["poll", { is_self: true, url: ownUrl, poll_data: { options: [] } }],
    [
      "removed",
      { is_self: true, url: ownUrl, selftext: "[removed]", removed_by_category: "moderator" },
    ],
    ["removed", { is_self: true, url: ownUrl, selftext: "[deleted]", author: "[deleted]" }],
    [
      "removed",
      { url: "https://www.example.com/article", removed_by_category: "copyright_takedown" },
    ],
    ["removed", { url: "", removed_by_category: "content_takedown" }],
    ["unknown-shape", {}],
    [
      "unknown-shape",
      { url: 7, selftext: [], gallery_data: "x", media_metadata: 1, preview: true },
    ],
  ])("has the reason %s: %j", (reason, post) => {
    expect(find(post)).toMatchObject({ links: [], reason });
  });

  test.each(["moderator", "reddit", "deleted", "author", "automod_filtered"])(
    "is still taken when its upload survived a removal by %s",
    (removed_by_category) => {
      expect(
        linksOf({ url: "https://i.redd.it/aaaaaaaaaaaaa.png", removed_by_category }),
      ).toHaveLength(1);
    },
  );

  test.each([{ over_18: true }, { spoiler: true }, { stickied: true }, { pinned: true }])(
    "is not what %j makes of one",
    (flags) => {
      expect(linksOf({ url: "https://i.redd.it/aaaaaaaaaaaaa.png", ...flags })).toHaveLength(1);
    },
  );
});

describe("a gallery", () => {
  const url = "https://www.reddit.com/gallery/1skh6dk";
  const findGallery = (post: object) =>
    findLinks(redditPost({ id: "1skh6dk", url, ...post }), hosts);
  const items = (media_id: string) => ({
    is_gallery: true,
    gallery_data: { items: [{ media_id }] },
  });

  test.each([
    ["gallery-not-listed", { is_gallery: true, gallery_data: null, media_metadata: null }],
    ["gallery-not-listed", { is_gallery: true }],
    ["gallery-not-listed", { gallery_data: { items: [] } }],
    ["deleted-gallery", { is_gallery: true, author: "[deleted]" }],
    ["gallery-item-missing", { ...items("a1"), media_metadata: null }],
    ["gallery-item-failed", { ...items("a1"), media_metadata: { a1: { status: "failed" } } }],
    [
      "gallery-item-unprocessed",
      { ...items("a 1"), media_metadata: { "a 1": { status: "unprocessed" } } },
    ],
    ["gallery-needs-api", { permalink: "https://www.reddit.com/r/aww/comments/1skh6dk/t/" }],
    ["removed", { is_gallery: true, gallery_data: null, removed_by_category: "deleted" }],
    ["removed", { is_gallery: true, selftext: "[deleted]" }],
  ])("without pictures has the reason %s: %j", (reason, post) => {
    expect(findGallery(post)).toMatchObject({ links: [], reason });
  });

  test.each([
    "https://www.reddit.com/gallery/1skh6dkx",
    "https://www.reddit.com/gallery/1skh6d",
    "https://imgur.com/gallery/1skh6dk",
    "https://reddit.com.example.com/gallery/1skh6dk",
    "https://example.com/?from=reddit.com/gallery/1skh6dk",
  ])("is not the post's own at %s", (address) => {
    expect(findGallery({ url: address }).reason).not.toBe("gallery-needs-api");
  });

  test.each([
    "https://old.reddit.com/gallery/1skh6dk/",
    "http://reddit.com/gallery/1skh6dk?utm_source=share",
    "/gallery/1skh6dk",
  ])("is the post's own at %s", (address) => {
    expect(findGallery({ url: address }).reason).toBe("gallery-needs-api");
  });
});
