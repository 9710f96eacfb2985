import { expect, test } from "vitest";

import { crawlState, isOver } from "./crawl-state.ts";

test.each([
  ["queued", false, "queued", false],
  ["queued", true, "queued", false],
  ["listing", false, "listing", false],
  ["listing", true, "listing", false],
  ["of-a-later-version", true, "listing", false],
  ["listed", false, "downloading", false],
  ["listed", true, "finished", true],
  ["failed", false, "failed", true],
  ["failed", true, "failed", true],
])("a crawl whose summary says %s, with every post decided: %s, is %s", (...row) => {
  const [listing, isDecided, state, over] = row;
  expect(crawlState(listing, isDecided)).toBe(state);
  expect(isOver(crawlState(listing, isDecided))).toBe(over);
});
