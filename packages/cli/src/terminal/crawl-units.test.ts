import { expect, test } from "vitest";

import { countOf, formatBytes, formatDuration } from "./crawl-units.ts";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 KB"],
  [12_345_678, "12.3 MB"],
  [7_000_000_000_000, "7000.0 GB"],
])("%d bytes read %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [0, "0.0 s"],
  [7345, "7.3 s"],
  [125_000, "2 min 05 s"],
  [3_725_000, "1 h 02 min"],
])("%d ms read %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test("one of a thing has no s", () => {
  expect([0, 1, 2].map((n) => countOf(n, "post"))).toEqual(["0 posts", "1 post", "2 posts"]);
});
