import { expect, test } from "vitest";

import { readCrawlInput } from "./crawl-input.ts";

function errorsOf(body: unknown) {
  const input = readCrawlInput(body);
  return input.kind === "refusal" ? input.errors : undefined;
}

test("needs a subreddit only: the rest is the day's top 100", () => {
  expect(readCrawlInput({ subreddit: "r/aww" })).toEqual({
    kind: "selection",
    selection: { subreddit: "aww", sortMethod: "top", timeFilter: "day", limit: 100 },
  });
});

test("takes every field", () => {
  const body = { subreddit: "aww", sort_method: "new", time_filter: "all", limit: 1000 };
  expect(readCrawlInput(body)).toEqual({
    kind: "selection",
    selection: { subreddit: "aww", sortMethod: "new", timeFilter: "all", limit: 1000 },
  });
});

test("takes what to leave out", () => {
  const body = {
    subreddit: "aww",
    media_hosts: ["reddit", "redgifs"],
    nsfw: false,
    spoilers: false,
    min_score: -5,
    flair: "Cats",
    author: "u/catperson",
    since: "2026-11-22T20:00:00Z",
    until: "2026-11-23T20:00:00Z",
    include_deleted: true,
    source: "archive",
    limit: 100_000,
    max_per_post: 3,
  };
  expect(readCrawlInput(body)).toMatchObject({
    selection: {
      mediaHosts: "reddit,redgifs",
      nsfw: false,
      spoilers: false,
      minScore: -5,
      flair: "Cats",
      author: "catperson",
      since: "2026-11-22T20:00:00.000Z",
      until: "2026-11-23T20:00:00.000Z",
      includeDeleted: true,
      source: "archive",
      limit: 100_000,
      maxPerPost: 3,
    },
  });
});

test("takes the posts of a file, which have an order of their own", () => {
  const import_key = "imports/01KAR7Q8Z4M3XWQ0V5T9B2C6DE.jsonl";
  const body = { subreddit: "aww", source: "file", import_key, limit: 100_000 };
  expect(readCrawlInput(body)).toMatchObject({
    selection: { source: "file", importKey: import_key, sortMethod: "new", timeFilter: "all" },
  });
  expect(errorsOf({ ...body, sort_method: "top", time_filter: "day" })).toMatchObject([
    { field: "sort_method", detail: expect.stringContaining("its own order") },
    { field: "time_filter" },
  ]);
  expect(errorsOf({ subreddit: "aww", import_key })).toMatchObject([{ field: "import_key" }]);
});

test.each([
  [
    "u/quiet_one",
    { subreddit: "u_quiet_one", user: "quiet_one", sortMethod: "new", timeFilter: "all" },
  ],
  ["https://redd.it/1skbyfv", { subreddit: "all", postId: "1skbyfv", limit: 1 }],
  ["r/aww/comments/1skbyfv/x", { subreddit: "aww", postId: "1skbyfv", limit: 1 }],
  ["/r/aww/s/hKrTTvFVwZ", { subreddit: "aww", sharePath: "/r/aww/s/hKrTTvFVwZ", limit: 1 }],
])("reads the address %s, of the archive, too", (subreddit, selection) => {
  for (const source of [undefined, "archive"])
    expect(readCrawlInput({ subreddit, source })).toMatchObject({ kind: "selection", selection });
});

test("takes the author of a user's posts, however it is written", () => {
  const body = { subreddit: "u/quiet_one", author: "Quiet_One" };
  expect(readCrawlInput(body)).toMatchObject({ selection: { author: "Quiet_One" } });
});

test("takes a user's order and period, but none that users lack", () => {
  const body = { subreddit: "u/quiet_one", sort_method: "top", time_filter: "year" };
  expect(readCrawlInput(body)).toMatchObject({
    selection: { user: "quiet_one", sortMethod: "top", timeFilter: "year" },
  });
  expect(errorsOf({ ...body, sort_method: "rising" })).toEqual([
    { field: "sort_method", detail: "must be new, top, hot or controversial for a user" },
  ]);
});

test.each([
  ["a missing subreddit", {}, "subreddit", "is required"],
  ["a subreddit that is no text", { subreddit: 1 }, "subreddit", "must name a subreddit"],
  ["a subreddit that is null", { subreddit: null }, "subreddit", "must name a subreddit"],
  ["a subreddit that is none", { subreddit: "a b" }, "subreddit", "must name a subreddit"],
  ["an unknown order", { sort_method: "best" }, "sort_method", "must be one of top, hot, new"],
  ["an order in capitals", { sort_method: "Top" }, "sort_method", "must be one of"],
  ["an unknown period", { time_filter: "decade" }, "time_filter", "must be one of hour, day"],
  ["a limit of 0", { limit: 0 }, "limit", "from 1 to 1000"],
  ["a limit of 1001", { limit: 1001 }, "limit", "from 1 to 1000"],
  ["a limit of 1001 of the feed", { limit: 1001, source: "feed" }, "limit", "source archive"],
  ["a limit of 100001", { limit: 100_001, source: "archive" }, "limit", "from 1 to 1000"],
  ["a file without its import", { source: "file" }, "import_key", "goes with the source file"],
  ["an import elsewhere", { import_key: "media/a.jsonl" }, "import_key", "must be the key of an"],
  ["another source", { source: "oauth" }, "source", "must be one of auto, api"],
  [
    "a time that ends before it begins",
    { since: "2026-11-22T20:00:00Z", until: "2026-11-21T20:00:00Z" },
    "until",
    "must not be before since",
  ],
  [
    "an order that no archive knows",
    { source: "archive", sort_method: "hot" },
    "sort_method",
    "must be new or top with the source archive",
  ],
  [
    "several subreddits of the archive",
    { subreddit: "aww+cats", source: "archive" },
    "subreddit",
    "start a crawl for each",
  ],
  [
    "a user's posts by somebody else",
    { subreddit: "u/quiet_one", author: "other" },
    "author",
    "must be left out for a user's posts",
  ],
  ["a limit in parts", { limit: 1.5 }, "limit", "from 1 to 1000"],
  ["a limit as text", { limit: "100" }, "limit", "from 1 to 1000"],
  ["a limit of null", { limit: null }, "limit", "from 1 to 1000"],
  ["an unknown host", { media_hosts: ["reddit", "myspace"] }, "media_hosts", "must be a list of"],
  ["no hosts", { media_hosts: [] }, "media_hosts", "must be a list of reddit, imgur"],
  ["hosts as text", { media_hosts: "all" }, "media_hosts", "must be a list of reddit, imgur"],
  ["a flag as text", { nsfw: "no" }, "nsfw", "must be true or false"],
  ["a flag of null", { spoilers: null }, "spoilers", "must be true or false"],
  ["a score as text", { min_score: "5" }, "min_score", "must be a whole number of votes"],
  ["an empty flair", { flair: "" }, "flair", "must be a flair of 1 to 64 characters"],
  ["an author that is none", { author: "a b" }, "author", "must be a user name"],
  ["a day", { since: "2026-11-22" }, "since", "must be an instant in UTC"],
  ["an instant elsewhere", { since: "2026-11-22T20:00:00+01:00" }, "since", "must be an instant"],
  ["no picture", { max_per_post: 0 }, "max_per_post", "from 1 to 100"],
  [
    "an unknown field",
    { sort: "top" },
    "sort",
    "is unknown; the fields are subreddit, sort_method",
  ],
])("names the field of %s, once", (_, fields, field, detail) => {
  const body =
    "subreddit" in fields || field === "subreddit" ? fields : { subreddit: "aww", ...fields };
  expect(errorsOf(body)).toEqual([{ field, detail: expect.stringContaining(detail) }]);
});

test("names all wrong fields at once", () => {
  const errors = errorsOf({ subreddit: "", sort_method: 1, limit: -1, when: "now", who: "me" });
  expect(errors?.map(({ field }) => field).toSorted()).toEqual([
    "limit",
    "sort_method",
    "subreddit",
    "when",
    "who",
  ]);
});

test("names the first 20 of many wrong fields", () => {
  const fields = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`f${i}`, i]));
  expect(errorsOf({ subreddit: "aww", ...fields })).toHaveLength(20);
});

test.each([["text"], [null], [[]], [1], [undefined]])("refuses %j, which is no object", (body) => {
  expect(readCrawlInput(body)).toEqual({
    kind: "refusal",
    status: 400,
    detail: expect.stringContaining("must be a JSON object"),
  });
});
