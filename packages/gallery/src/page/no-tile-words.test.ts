import { expect, test } from "vitest";

import type { GalleryCrawl } from "../contract/gallery-crawl.ts";
import { noTileWords } from "./no-tile-words.ts";

const crawl: GalleryCrawl = {
  crawlId: "01KAR7Q8Z4M3XWQ0V5T9B2C6DE",
  address: "r/aww",
  sortMethod: "top",
  timeFilter: "day",
  limit: 100,
  requestedAt: "2026-11-22T20:00:00.000Z",
  updatedAt: "2026-11-22T20:00:05.000Z",
  state: "finished",
  listed: 0,
  known: 0,
  decided: 0,
  pictures: 0,
  newPictures: 0,
  bytes: 0,
  cutByReddit: false,
  source: "Reddit's API",
};

const listed = { listed: 12, known: 12 };

test.each<[Partial<GalleryCrawl>, string]>([
  [{ state: "queued" }, "The first pictures are on their way."],
  [{ state: "downloading", ...listed, decided: 9 }, "The first pictures are on their way."],
  [{}, "This crawl stored no picture: Reddit listed no post."],
  [{ state: "failed" }, "This crawl stored no picture: it ended before a post was listed."],
  [
    { state: "stopped", ...listed },
    "This crawl stored no picture: it ended before a post was decided.",
  ],
  [{ ...listed, decided: 12 }, "This crawl stored no picture. “Left out” says why, post by post."],
])("of a crawl without any picture that is %j say so", (fields, words) => {
  const one = { ...crawl, ...fields };
  expect(noTileWords(0, [one])).toBe(words);
});

test("of several crawls without any picture speak of all, and wait for the one under way", () => {
  const decided = { ...crawl, ...listed, decided: 12 };
  expect(noTileWords(0, [crawl, decided])).toBe(
    "These crawls stored no picture. “Left out” says why, post by post.",
  );
  const listing = { ...crawl, state: "listing" } as const;
  expect(noTileWords(0, [listing, decided])).toBe("The first pictures are on their way.");
});

test("speak of the filter only where there are pictures", () => {
  expect(noTileWords(3, [crawl])).toBe("No picture fits the filter.");
});
