import { expect, test } from "vitest";

import { readOrder } from "../program/read-order.ts";
import { orderName } from "./crawl-api.ts";

const flags = { nsfw: true, spoilers: true, limit: 10 };

test.each([
  ["aww", {}, "r/aww"],
  ["r/aww", {}, "r/aww"],
  ["https://www.reddit.com/r/aww/", {}, "r/aww"],
  ["aww+cats", {}, "r/aww+cats"],
  ["all", {}, "r/all"],
  ["all", { from: "dump.zst" }, "every subreddit"],
  ["u/someone", {}, "u/someone"],
  ["https://redd.it/1skbyfv", {}, "redd.it/1skbyfv"],
])("%s with %j is called %s", (what, more, name) => {
  expect(orderName(readOrder(what, { ...flags, ...more }))).toBe(name);
});
