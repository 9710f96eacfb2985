import { sortMethods, timeFilters } from "@reddit-crawler/message-schema";
import * as fc from "fast-check";
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

test("every order, period, limit and place is asked for, by the API and by the feed", () => {
  const place = fc.record({
    sortMethod: fc.constantFrom(...sortMethods),
    timeFilter: fc.constantFrom(...timeFilters),
    limit: fc.integer({ min: 1, max: 100 }),
    after: fc.constantFrom(undefined, "t3_abc"),
    count: fc.nat({ max: 1000 }),
    user: fc.constantFrom(undefined, "quiet_one"),
  });
  fc.assert(
    fc.property(place, (asked) => {
      for (const { pathname, searchParams } of [
        apiListingUrl({ ...page, ...asked }),
        feedListingUrl({ ...page, ...asked }),
      ]) {
        const sort = asked.user === undefined ? pathname : searchParams.get("sort");
        expect(sort).toContain(asked.sortMethod);
        expect(pathname).toContain(asked.user ?? "/r/aww/");
        expect(searchParams.get("t")).toBe(asked.timeFilter);
        expect(searchParams.get("limit")).toBe(String(asked.limit));
        expect(searchParams.get("after")).toBe(asked.after ?? null);
        expect(searchParams.get("count")).toBe(
          asked.after === undefined ? null : String(asked.count),
        );
      }
    }),
  );
});
