import { mediaHosts } from "@reddit-crawler/media-hosts";
import { describe, expect, test } from "vitest";

import { findLinks } from "./post-links.ts";
import { linksInWords } from "../testing/links-in-words.ts";
import { redditPost } from "../testing/reddit-post.ts";

const find = (post: object) =>
  findLinks(redditPost({ id: "1skaj6p", ...post }), mediaHosts("reddit,imgur"));
const linksOf = (post: object) => linksInWords(find(post).links);

describe("a crosspost", () => {
  const parent = { id: "1aaaaaa", subreddit: "pics", url: "https://i.redd.it/aaaaaaaaaaaaa.png" };

  test("links its parent's pictures, though its own address is relative", () => {
    const post = {
      url: "/r/pics/comments/1aaaaaa/title/",
      domain: "",
      crosspost_parent_list: [parent],
    };
    expect(linksOf(post)).toEqual(["url: original https://i.redd.it/aaaaaaaaaaaaa.png"]);
  });

  test("of a crosspost links what the last ancestor links", () => {
    const middle = { id: "1bbbbbb", url: "/r/pics/comments/1aaaaaa/title/" };
    expect(linksOf({ url: "", crosspost_parent_list: [middle, parent] })).toHaveLength(1);
  });

  test("of a gallery links the parent's gallery", () => {
    const gallery = {
      id: "1aaaaaa",
      url: "https://www.reddit.com/gallery/1aaaaaa",
      is_gallery: true,
      gallery_data: { items: [{ media_id: "aaaaaaaaaaaaa", id: 1 }] },
      media_metadata: { aaaaaaaaaaaaa: { status: "valid", e: "Image", m: "image/png" } },
    };
    expect(
      linksOf({ url: "https://www.reddit.com/gallery/1aaaaaa", crosspost_parent_list: [gallery] }),
    ).toEqual(["gallery: original https://i.redd.it/aaaaaaaaaaaaa.png"]);
  });

  test.each([[[]], [null], [[null]], ["x"]])(
    "with the parents %j is a post of its own",
    (crosspost_parent_list) => {
      expect(
        linksOf({ url: "https://i.redd.it/bbbbbbbbbbbbb.png", crosspost_parent_list }),
      ).toHaveLength(1);
    },
  );

  test("of a removed post without pictures is removed", () => {
    const removed = {
      ...parent,
      url: "https://www.reddit.com/r/pics/comments/1aaaaaa/t/",
      removed_by_category: "moderator",
    };
    expect(find({ url: "", crosspost_parent_list: [removed] }).reason).toBe("removed");
  });
});
