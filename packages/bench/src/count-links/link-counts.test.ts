import { expect, test } from "vitest";

import { countLinks } from "./link-counts.ts";

const link = (foundIn: string, quality: string, kind?: string) => ({
  position: 1,
  foundIn,
  candidates: [{ url: "https://i.redd.it/a.jpg", quality, ...(kind && { kind }) }],
});

test("counts pictures by shape and losses by reason, most frequent first", () => {
  expect(
    countLinks([
      { links: [link("url", "original", "page")], leftOut: [] },
      {
        links: [link("gallery", "original"), link("gallery", "original")],
        leftOut: [{ foundIn: "gallery", reason: "gallery-item-failed" }],
      },
      {
        links: [],
        leftOut: [{ foundIn: "url", reason: "unsupported-host" }],
        reason: "unsupported-host",
      },
      { links: [], leftOut: [], reason: "text-only" },
      { links: [], leftOut: [], reason: "text-only" },
    ]),
  ).toEqual({
    posts: 5,
    postsWithPictures: 2,
    pictures: 3,
    picturesByShape: { "gallery, original": 2, "url, page": 1 },
    leftOutByReason: { "gallery, gallery-item-failed": 1, "url, unsupported-host": 1 },
    postsWithoutPicturesByReason: { "text-only": 2, "unsupported-host": 1 },
  });
});
