import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";
import { expect, test } from "vitest";

import { readOrder, readOrders, type OrderFlags } from "./read-order.ts";

const nowMs = Date.parse("2026-11-28T12:00:00Z");
const order = (subreddit: string, flags: Partial<OrderFlags> = {}) =>
  readOrder(subreddit, { nsfw: true, spoilers: true, limit: 100, ...flags }, nowMs);

test.each([
  ["mini", {}, "top", "day"],
  ["https://www.reddit.com/r/mini/top/?t=all", {}, "top", "all"],
  ["https://www.reddit.com/r/mini/new/", {}, "new", "day"],
  ["https://www.reddit.com/r/mini/new/", { sort: "hot" }, "hot", "day"],
  ["https://www.reddit.com/r/mini/top/?t=all", { time: "week" }, "top", "week"],
  ["r/mini", { sort: "controversial", time: "year" }, "controversial", "year"],
  ["r/list", {}, "top", "day"],
  ["u/quiet_one", {}, "new", "all"],
  ["https://www.reddit.com/user/quiet_one/?sort=top", {}, "top", "all"],
  ["u/quiet_one", { sort: "top", time: "year" }, "top", "year"],
  ["redd.it/1skbyfv", {}, "new", "all"],
  ["https://www.reddit.com/r/mini/?t=all", {}, "top", "all"],
  ["https://www.reddit.com/r/mini/new/?t=all", { sort: "top" }, "top", "all"],
  ["mini", { until: "2026-11-01T00:00:00.000Z", time: "month" }, "top", "month"],
  ["mini", { until: "2020-11-01T00:00:00.000Z", time: "all" }, "top", "all"],
  ["mini", { until: "2020-11-01T00:00:00.000Z", time: "week", source: "archive" }, "top", "week"],
  ["mini", { until: "2020-11-01T00:00:00.000Z", sort: "new" }, "new", "day"],
])("reads %j with %j as %s of %s", (subreddit, flags, sort, time) => {
  expect(order(subreddit, flags)).toMatchObject({ sort_method: sort, time_filter: time });
});

test("reads a file as a way of its own, with a key for its posts and without an order", () => {
  expect(order("aww", { from: "posts.jsonl", limit: 100_000 })).toEqual({
    subreddit: "aww",
    limit: 100_000,
    source: "file",
    import_key: expect.stringMatching(/^imports\/[0-9A-Z]{26}\.jsonl$/),
  });
});

test.each([
  ["lst", {}, 'Did you mean "crawl list"? The subreddit of that name is crawled by: crawl r/lst'],
  ["help", {}, 'Did you mean "crawl help"?'],
  ["shwo", {}, 'Did you mean "crawl show"?'],
  ["retyr", {}, 'Did you mean "crawl retry"?'],
  ["Lists", {}, 'Did you mean "crawl list"?'],
  ["u/quiet_one/comments", {}, 'has "comments" behind the user'],
  ["u/quiet_one", { sort: "rising" }, "--sort must be new, top, hot or controversial for a user"],
  ["redd.it/1skbyfv", { sort: "new" }, "without effect on a single post"],
  ["r/aww/s/hKrTTvFVwZ", { time: "day" }, "without effect on a single post"],
  ["a".repeat(22), {}, "A name has 2 to 21 letters, digits or _."],
  ["r/a", {}, "A name has 2 to 21 letters, digits or _."],
  ["a ww", {}, '"a ww" must name a subreddit'],
  ["mini", { sort: "hot", time: "week" }, '--time week, which is without effect on "hot"'],
  ["r/mini/new", { time: "week" }, '--time week, which is without effect on "new"'],
  [
    "https://www.reddit.com/r/mini/hot/?t=week",
    {},
    '"https://www.reddit.com/r/mini/hot/?t=week" has t=week, which is without effect on "hot"',
  ],
  ["https://www.reddit.com/user/quiet_one/?t=week", {}, "has t=week, which is without effect on"],
  ["u/quiet_one", { author: "other" }, "--author must be left out for a user's posts"],
  [
    "mini",
    { source: "archive", sort: "rising" },
    "--sort must be new or top with the source archive",
  ],
  ["r/mini/hot", { source: "archive" }, "--sort must be new or top with the source archive"],
  ["a1+b2", { source: "archive" }, '"a1+b2" names several subreddits'],
  ["popular", { source: "archive", sort: "new" }, '"popular" names several subreddits'],
  [
    "mini",
    { time: "week", until: "2026-11-01T00:00:00.000Z" },
    "is before the last week, of which the top posts are: none could be kept. Add a longer --time",
  ],
  [
    "mini",
    { sort: "controversial", until: "2026-11-01T00:00:00.000Z" },
    "is before the last day, of which the controversial posts are",
  ],
  ["mini", { source: "file" }, "name it with --from FILE"],
  ["mini", { source: "feed", from: "a.zst" }, "--from reads a file, and --source feed does not"],
  ["r/mini/s/aBcDe12345", { from: "a.zst" }, "a share link does not say which post it is"],
  ["mini", { sort: "new", from: "a.zst" }, "--sort must be left out with the source file"],
  ["mini", { hosts: ["foo"] }, "--hosts must be a list of reddit, imgur"],
  ["mini", { author: "x" }, "--author must be a user name"],
  ["mini", { limit: 5000 }, "--limit must be a whole number from 1 to 1000, or to 100000 with"],
  [
    "mini",
    { since: "2026-11-02T00:00:00.000Z", until: "2026-11-01T00:00:00.000Z" },
    "--until must not be before --since",
  ],
  ["mini", { since: "2030-01-01T00:00:00.000Z" }, "is in the future"],
])("refuses %j with %j before anything starts", (subreddit, flags, message) => {
  expect(() => order(subreddit, flags)).toThrow(CommandError);
  expect(() => order(subreddit, flags)).toThrow(message);
});

test.each(["aww", "cats", "r/lost", "history", "showerthoughts"])(
  "takes %s for a subreddit",
  (subreddit) => {
    expect(order(subreddit).subreddit).toBe(subreddit.replace("r/", ""));
  },
);

test.each([
  ["https://www.reddit.com/user/quiet_one/submitted/", "u/quiet_one", 100],
  ["https://www.reddit.com/r/aww/comments/1skbyfv/two_cats/", "r/aww/comments/1skbyfv", 1],
  ["https://www.reddit.com/gallery/1skbyfv", "redd.it/1skbyfv", 1],
  ["https://www.reddit.com/r/aww/s/hKrTTvFVwZ", "r/aww/s/hKrTTvFVwZ", 1],
])("orders %s by its short form %s", (address, subreddit, limit) => {
  expect(order(address)).toMatchObject({ subreddit, limit });
});

test("says the source, the end and what is deleted as the API has them", () => {
  const until = "2026-11-01T00:00:00.000Z";
  const flags = { source: "archive", limit: 5000, until, includeDeleted: true };
  expect(order("mini", flags)).toMatchObject({
    source: "archive",
    limit: 5000,
    until,
    include_deleted: true,
  });
});

const flags = { nsfw: true, spoilers: true, limit: 5 };

test("orders a crawl of each name, once where it is named twice", () => {
  const names = ["aww", "u/name", "r/AWW", "r/aww", "aww+cats"];
  const named = readOrders(names, flags, nowMs).map(({ subreddit }) => subreddit);
  expect(named.filter((name) => name === "aww")).toHaveLength(1);
  expect(named).toEqual(expect.arrayContaining(["aww", "u/name", "aww+cats"]));
  const fromFile = readOrders(["aww", "aww", "cats"], { ...flags, from: "a.zst" }, nowMs);
  expect(fromFile.map(({ subreddit }) => subreddit)).toEqual(["aww", "cats"]);
});

test("says of every name what is wrong with it", () => {
  const message = /"a ww" must name a subreddit.*\nDid you mean "crawl list"/;
  expect(() => readOrders(["a ww", "aww", "lst"], flags, nowMs)).toThrow(message);
});

test("every option that is accepted reaches the order, whatever the others are", () => {
  const random = new SeededRandom(16);
  const maybe = <Value>(...values: Value[]) => random.pick([undefined, ...values]);
  let accepted = 0;
  for (let n = 0; n < 1000; n++) {
    const subreddit = random.pick([
      "mini",
      "a1+b2",
      "u/quiet_one",
      "redd.it/1skbyfv",
      "https://www.reddit.com/r/mini/new/",
      "https://www.reddit.com/r/mini/top/?t=all",
    ]);
    const flags = {
      sort: maybe("top", "new", "hot", "rising", "controversial"),
      time: maybe("day", "year", "all"),
      source: maybe("archive", "feed", "keyless", "api"),
      minScore: maybe(0, 1000),
      nsfw: random.pick([true, false]),
      spoilers: random.pick([true, false]),
      flair: maybe("Cats"),
      author: maybe("someone"),
      since: maybe("2026-11-01T00:00:00.000Z"),
      until: maybe("2026-11-20T00:00:00.000Z"),
      includeDeleted: maybe(true),
      maxPerPost: maybe(3),
      hosts: maybe(["reddit"], ["all"]),
      limit: random.pick([1, 100, 1000]),
    };
    let order;
    try {
      order = readOrder(subreddit, JSON.parse(JSON.stringify(flags)), nowMs);
    } catch {
      continue;
    }
    accepted += 1;
    const wanted = {
      sort_method: flags.sort,
      time_filter: flags.time,
      source: flags.source,
      min_score: flags.minScore,
      nsfw: flags.nsfw ? undefined : false,
      spoilers: flags.spoilers ? undefined : false,
      flair: flags.flair,
      author: flags.author,
      since: flags.since,
      until: flags.until,
      include_deleted: flags.includeDeleted,
      max_per_post: flags.maxPerPost,
      media_hosts: flags.hosts,
      limit: subreddit.includes("redd.it") ? 1 : flags.limit,
    };
    expect(order, JSON.stringify({ subreddit, flags })).toMatchObject(
      JSON.parse(JSON.stringify(wanted)),
    );
  }
  expect(accepted).toBeGreaterThan(100);
});
