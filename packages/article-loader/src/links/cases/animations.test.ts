import { mediaHosts } from "@reddit-crawler/media-hosts";
import { describe, expect, test } from "vitest";

import { redditPost } from "../../testing/reddit-post.ts";
import { findLinks } from "../post-links.ts";

const still = "https://external-preview.redd.it/AN1.png?auto=webp&s=aaaa";
const gif = "https://external-preview.redd.it/AN1.gif?s=bb11";
const mp4 = "https://external-preview.redd.it/AN1.gif?format=mp4&s=bb12";
const video = "https://v.redd.it/xyz/DASH_720.mp4";
const moving = { gif: { source: { url: gif } }, mp4: { source: { url: mp4 } } };
const imgur = (extension: string) => `https://i.imgur.com/QhVg5yl.${extension}`;

const find = (url: string, variants: object, more: object = {}) =>
  findLinks(
    redditPost({
      id: "1ca091",
      url,
      preview: { images: [{ source: { url: still }, variants }], ...more },
    }),
    mediaHosts("reddit,imgur"),
  ).links[0];
const urlsOf = (link: ReturnType<typeof find>) => link?.candidates.map(({ url }) => url);

describe("of an animation the moving copies come first, and a guessed still after all of them", () => {
  test.each([
    ["https://imgur.com/QhVg5yl", "https://imgur.com/QhVg5yl"],
    ["https://imgur.com/gallery/QhVg5yl", "https://imgur.com/gallery/QhVg5yl"],
    ["https://imgur.com/r/aww/QhVg5yl", "https://imgur.com/gallery/QhVg5yl"],
  ])("%s", (url, page) => {
    const link = find(url, moving);
    expect(urlsOf(link)).toEqual([page, imgur("mp4"), imgur("gif"), gif, mp4, still, imgur("jpg")]);
    expect(link?.animation).toBe(true);
  });

  test("also where Reddit has a film of it alone", () => {
    const link = find(
      "https://imgur.com/QhVg5yl",
      {},
      { reddit_video_preview: { fallback_url: video } },
    );
    expect(urlsOf(link)).toEqual([
      "https://imgur.com/QhVg5yl",
      imgur("mp4"),
      imgur("gif"),
      video,
      still,
      imgur("jpg"),
    ]);
  });

  test("a still that is linked itself stays first, and the worker asks whether it moves", () => {
    const link = find(imgur("jpg"), moving);
    expect(urlsOf(link)).toEqual([imgur("jpg"), imgur("mp4"), gif, mp4, still]);
    expect(link?.animation).toBe(true);
  });
});

test("nothing is called an animation that Reddit does not know for one", () => {
  const link = find("https://imgur.com/QhVg5yl", {});
  expect(urlsOf(link)).toEqual(["https://imgur.com/QhVg5yl", imgur("jpg"), still]);
  expect(link).not.toHaveProperty("animation");
});

test("of a guessed file none is called original", () => {
  for (const variants of [moving, {}])
    expect(
      find("https://imgur.com/QhVg5yl", variants)?.candidates.filter(
        ({ guessed, quality }) => guessed && quality === "original",
      ),
    ).toEqual([]);
});
