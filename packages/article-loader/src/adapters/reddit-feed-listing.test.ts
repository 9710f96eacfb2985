import { expect, test } from "vitest";

import { feedEntry, feedXml } from "../testing/feed-xml.ts";
import { scriptedHttp } from "../testing/scripted-http.ts";
import { VirtualClock } from "@reddit-crawler/function-runtime/testing/virtual-clock";
import { createFeedListing } from "./reddit-feed-listing.ts";

test("the feed is read in its turn without any key, and says what it does not know", async () => {
  const { http, requests } = scriptedHttp(() => ({ body: feedXml([feedEntry("a1")]) }));
  const source = createFeedListing(http, new VirtualClock());
  let turns = 0;
  const page = await source.readPage(
    { subreddit: "aww", sortMethod: "new", timeFilter: "all", limit: 25, after: "t3_z", count: 9 },
    (request) => {
      turns += 1;
      return request();
    },
  );
  expect(page.posts.map(({ id }) => id)).toEqual(["a1"]);
  expect(requests.map(({ url, headers }) => [url.href, headers])).toEqual([
    ["https://www.reddit.com/r/aww/new/.rss?limit=25&t=all&after=t3_z&count=9", undefined],
  ]);
  expect(turns).toBe(1);
  expect(page.after).toBeUndefined();
  expect(source.note).toMatch(/no scores.*NSFW.*gallery/);
  expect(source.pauseMs).toBe(60_000);
});

test.each([
  [0, undefined],
  [4, undefined],
  [5, "t3_a4"],
  [9, "t3_a8"],
  [10, "t3_a9"],
])("a page of %i entries where 10 were asked for is followed by %s", async (entries, after) => {
  const ids = Array.from({ length: entries }, (_, index) => `a${index}`);
  const { http } = scriptedHttp(() => ({ body: feedXml(ids.map((id) => feedEntry(id))) }));
  const page = await createFeedListing(http, new VirtualClock()).readPage(
    {
      subreddit: "aww",
      sortMethod: "new",
      timeFilter: "all",
      limit: 10,
      after: undefined,
      count: 0,
    },
    (request) => request(),
  );
  expect(page.after).toBe(after);
});
