import { mediaHosts } from "@reddit-crawler/media-hosts";
import { describe, expect, test } from "vitest";

import { findLinks } from "./post-links.ts";
import { linksInWords } from "../testing/links-in-words.ts";
import { redditPost } from "../testing/reddit-post.ts";

const find = (post: object) =>
  findLinks(redditPost({ id: "1skaj6p", ...post }), mediaHosts("reddit,imgur"));
const linksOf = (post: object) => linksInWords(find(post).links);
const preview = (url: string) => ({ preview: { images: [{ source: { url }, variants: {} }] } });

describe("a hosted video", () => {
  const poster = "https://external-preview.redd.it/bzM1NHJt.png?format=pjpg&auto=webp&s=5d42";
  const fallback = "https://v.redd.it/dqm10oy4d0vg1/CMAF_1080.mp4?source=fallback";
  const video = (is_gif: boolean) => ({
    url: "https://v.redd.it/dqm10oy4d0vg1",
    is_video: true,
    secure_media: { reddit_video: { fallback_url: fallback, is_gif, has_audio: !is_gif } },
  });

  test("with sound gives its poster", () => {
    expect(linksOf({ ...video(false), ...preview(poster) })).toEqual([`video: preview ${poster}`]);
  });

  test("without sound, uploaded as a gif, gives the mp4 and then the poster", () => {
    expect(linksOf({ ...video(true), ...preview(poster) })).toEqual([
      `video: reduced ${fallback}, preview ${poster}`,
    ]);
  });

  test("of old answers is described by media alone", () => {
    const { secure_media: media, ...rest } = video(true);
    expect(linksOf({ ...rest, media, secure_media: null })).toEqual([`video: reduced ${fallback}`]);
  });

  test.each(["DASH_720.mp4", "DASH_720", "DASH_600_K", "CMAF_480.mp4?source=fallback"])(
    "names its file to the letter: %s",
    (name) => {
      const url = `https://v.redd.it/dqm10oy4d0vg1/${name}`;
      const secure_media = { reddit_video: { fallback_url: url, is_gif: true } };
      expect(linksOf({ ...video(true), secure_media })).toEqual([`video: reduced ${url}`]);
    },
  );

  test("that Reddit is still at work on is taken all the same, and has its poster behind", () => {
    const reddit_video = { fallback_url: fallback, is_gif: true, transcoding_status: "processing" };
    expect(linksOf({ ...video(true), secure_media: { reddit_video }, ...preview(poster) })).toEqual(
      [`video: reduced ${fallback}, preview ${poster}`],
    );
  });

  test("that is silent but no gif is a video, of which the poster is kept", () => {
    const reddit_video = { fallback_url: fallback, is_gif: false, has_audio: false };
    expect(
      linksOf({ ...video(false), secure_media: { reddit_video }, ...preview(poster) }),
    ).toEqual([`video: preview ${poster}`]);
  });

  test.each([
    "https://v.redd.it/dqm10oy4d0vg1",
    "http://V.redd.it/dqm10oy4d0vg1",
    "https://www.reddit.com/video/dqm10oy4d0vg1",
    "https://reddit.com/video/dqm10oy4d0vg1?utm_source=share",
    "https://old.reddit.com/link/1skaj6p/video/dqm10oy4d0vg1/player",
    "/video/dqm10oy4d0vg1",
  ])("is recognised by its address alone: %s", (url) => {
    expect(linksOf({ url, ...preview(poster) })).toEqual([`video: preview ${poster}`]);
  });

  test.each([
    "https://v.redd.it.example.com/dqm10oy4d0vg1",
    "https://notreddit.com/video/dqm10oy4d0vg1",
    "https://www.reddit.com/r/video/",
    "https://www.reddit.com/r/link/video/",
  ])("is not what %s is", (url) => {
    expect(linksOf({ url, ...preview(poster) })).toEqual([]);
  });

  test.each([
    ["has no poster yet", video(false)],
    [
      "names a file elsewhere",
      {
        ...video(true),
        media: null,
        secure_media: {
          reddit_video: { is_gif: true, fallback_url: "https://evil.example/a.mp4" },
        },
      },
    ],
    [
      "names a file at a strange port",
      {
        ...video(true),
        secure_media: {
          reddit_video: { is_gif: true, fallback_url: "https://v.redd.it:81/a.mp4" },
        },
      },
    ],
    [
      "names a file without TLS",
      {
        ...video(true),
        secure_media: { reddit_video: { is_gif: true, fallback_url: "http://v.redd.it/a.mp4" } },
      },
    ],
  ])("that %s is left out as video", (_case, post) => {
    expect(find(post)).toMatchObject({ links: [], reason: "video" });
  });
});
