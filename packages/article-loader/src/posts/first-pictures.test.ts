import type { PictureLink } from "@reddit-crawler/message-schema";
import { expect, test } from "vitest";

import { firstPictures } from "./first-pictures.ts";

const links = [1, 2, 3].map((position): PictureLink => ({
  position,
  foundIn: "gallery",
  candidates: [{ url: `https://i.redd.it/${position}.jpg`, quality: "original" }],
}));

test("keeps a post's first pictures, and says which are beyond", () => {
  const cut = firstPictures({ links, leftOut: [] }, { maxPerPost: 2 });
  expect(cut.links.map(({ position }) => position)).toEqual([1, 2]);
  expect(cut.leftOut).toEqual([
    {
      position: 3,
      foundIn: "gallery",
      url: "https://i.redd.it/3.jpg",
      reason: "beyond-max-per-post",
    },
  ]);
});

test("keeps all when the crawl names no number", () => {
  expect(firstPictures({ links, leftOut: [] }, {}).links).toEqual(links);
});
