import { expect, test } from "vitest";

import { recordedOutput } from "../testing/recorded-output.ts";
import { listCrawls } from "./crawl-list.ts";
import { noPaint } from "./paint.ts";

const crawl = {
  crawl_id: "01KAR7Q8Z4M3XWQ0V5T9B2C6DE",
  state: "finished",
  subreddit: "aww",
  sort_method: "top",
  time_filter: "day",
  requested_at: "2026-11-29T03:44:00.000Z",
  posts_listed: 100,
  pictures: 131,
  bytes: 8_800_000,
};

/** The list's lines on a terminal of so many columns. */
function listed(columns: number): string[] {
  let shown = "";
  const result = (words: (paint: typeof noPaint, columns: number) => string) => {
    shown = words(noPaint, columns);
  };
  listCrawls([crawl], { ...recordedOutput(), result });
  return shown.split("\n");
}

test.each([
  [Infinity, ["crawl", "requested", "posts of", "order", "state", "posts", "pictures", "size"]],
  [120, ["crawl", "requested", "posts of", "order", "state", "posts", "pictures", "size"]],
  [80, ["crawl", "requested", "posts of", "state", "pictures"]],
  [60, ["crawl", "posts of", "state", "pictures"]],
])("a list in %d columns has what fits, and each crawl on a line", (columns, headings) => {
  const lines = listed(columns);
  expect(lines[0]?.split(/ {2,}/)).toEqual(headings);
  expect(lines).toHaveLength(2);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
});
