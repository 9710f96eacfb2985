import { expect, test } from "vitest";

import { apiListingUrl, feedListingUrl } from "./listing-url.ts";

const page = {
  subreddit: "aww",
  sortMethod: "top" as const,
  timeFilter: "day" as const,
  limit: 100,
  after: undefined,
  count: 0,
  requestedAt: "2026-11-22T20:00:00.000Z",
  most: 100,
};

test("the first page asks for raw JSON and its period, and names no `after`", () => {
  expect(apiListingUrl(page).href).toBe(
    "https://oauth.reddit.com/r/aww/top?limit=100&t=day&raw_json=1",
  );
});

test("a later page begins behind the last and says how many were listed", () => {
  expect(apiListingUrl({ ...page, after: "t3_abc", count: 100 }).search).toBe(
    "?limit=100&t=day&raw_json=1&after=t3_abc&count=100",
  );
});

test("several subreddits stay joined by plus signs", () => {
  expect(apiListingUrl({ ...page, subreddit: "aww+u_some-one" }).pathname).toBe(
    "/r/aww+u_some-one/top",
  );
});

test("no name leaves its place in the path", () => {
  expect(apiListingUrl({ ...page, subreddit: "../a?b#c" }).href).toBe(
    "https://oauth.reddit.com/r/..%2Fa%3Fb%23c/top?limit=100&t=day&raw_json=1",
  );
});

test("the feed is the same listing as Atom", () => {
  expect(feedListingUrl({ ...page, after: "t3_abc", count: 5 }).href).toBe(
    "https://www.reddit.com/r/aww/top/.rss?limit=100&t=day&after=t3_abc&count=5",
  );
});
