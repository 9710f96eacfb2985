import {
  PermanentError,
  RetryableError,
  ThrottledError,
} from "@reddit-crawler/function-runtime/errors";
import { describe, expect, test } from "vitest";

import { listingJson, pictureChild } from "../testing/listing-json.ts";
import { consequenceOf } from "../failures.ts";
import { readListingAnswer } from "./listing-answer.ts";
import type { RedditAnswer } from "./ask-reddit.ts";

const now = Date.parse("2026-11-22T20:00:00Z");

function read(answer: Partial<RedditAnswer>, subreddit = "aww") {
  return readListingAnswer({ status: 200, headers: {}, body: "", ...answer }, subreddit, now);
}

function errorOf(answer: Partial<RedditAnswer>): unknown {
  try {
    read(answer);
  } catch (error) {
    return error;
  }
  return undefined;
}

const json = (body: object) => JSON.stringify(body);
const blockPage = `<!doctype html><html><head><title>Blocked</title></head><body>
  <h1>whoa there, pardner!</h1> Your request has been blocked due to a network policy.</body></html>`;

describe("access errors of the subreddit are permanent, say what they are and what to do", () => {
  test.each<[string, Partial<RedditAnswer>, string, RegExp]>([
    [
      "a redirect to the search",
      { status: 302, headers: { location: "https://www.reddit.com/subreddits/search?q=aww" } },
      "subreddit-not-found",
      /r\/aww does not exist.*how it is spelled/,
    ],
    [
      "404",
      { status: 404, body: json({ message: "Not Found", error: 404 }) },
      "subreddit-not-found",
      /does not exist/,
    ],
    ["404 without a body", { status: 404 }, "subreddit-not-found", /does not exist/],
    [
      "404 banned",
      { status: 404, body: json({ reason: "banned", message: "Not Found", error: 404 }) },
      "subreddit-banned",
      /was banned by Reddit.*another subreddit/,
    ],
    [
      "403 private",
      { status: 403, body: json({ reason: "private", message: "Forbidden", error: 403 }) },
      "subreddit-private",
      /is private.*another subreddit/,
    ],
    [
      "403 quarantined",
      { status: 403, body: json({ reason: "quarantined", quarantine_message: "!" }) },
      "subreddit-quarantined",
      /is quarantined.*opted in/,
    ],
    [
      "403 gated",
      { status: 403, body: json({ reason: "gated", interstitial_warning_message: "!" }) },
      "subreddit-gated",
      /is gated.*warning/,
    ],
    [
      "bare 403",
      { status: 403, body: json({ message: "Forbidden", error: 403 }) },
      "subreddit-forbidden",
      /refuses r\/aww to this application \(403\).*prefs\/apps/,
    ],
    [
      "403 with a reason that nobody knows",
      { status: 403, body: json({ reason: "gold_only" }) },
      "subreddit-forbidden",
      /reason "gold_only"/,
    ],
    [
      "403 with a reason that is no word",
      { status: 403, body: json({ reason: 'x"\n<script>' }) },
      "subreddit-forbidden",
      /\(403\)/,
    ],
    ["451", { status: 451 }, "subreddit-legally-blocked", /legal reasons.*another region/],
    [
      "a redirect to another subreddit",
      { status: 302, headers: { location: "https://www.reddit.com/r/cats/top/" } },
      "subreddit-moved",
      /ask for r\/cats instead/,
    ],
    [
      "an error inside of 200",
      { body: json({ error: 403, reason: "private", message: "Forbidden" }) },
      "subreddit-private",
      /is private/,
    ],
  ])("%s", (_, answer, code, message) => {
    const error = errorOf(answer);
    expect(error).toBeInstanceOf(PermanentError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(consequenceOf(error)).toEqual({ metric: "SubredditWalls", isSettled: true });
  });
});

describe("refusals of this installation are permanent and not the subreddit's", () => {
  test.each<[string, Partial<RedditAnswer>, string, RegExp]>([
    [
      "a page at 403",
      { status: 403, body: blockPage },
      "network-blocked",
      /not about the subreddit/,
    ],
    ["403 without a body", { status: 403 }, "network-blocked", /another network or proxy/],
    ["a block page at 200", { body: blockPage }, "network-blocked", /RedditUserAgent/],
    ["401", { status: 401 }, "credentials-refused", /client_id and client_secret/],
    [
      "invalid_grant inside of 200",
      { body: json({ error: "invalid_grant" }) },
      "credentials-refused",
      /\(invalid_grant\)/,
    ],
  ])("%s", (_, answer, code, message) => {
    const error = errorOf(answer);
    expect(error).toBeInstanceOf(PermanentError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(consequenceOf(error).isSettled).toBe(false);
  });
});

describe("throttling names the wait", () => {
  test.each<[string, Partial<RedditAnswer>, number | undefined, string]>([
    ["429 with seconds", { status: 429, headers: { "retry-after": "7" } }, 7, "rate-limited"],
    [
      "429 with a date",
      { status: 429, headers: { "retry-after": "Sun, 22 Nov 2026 20:01:30 GMT" } },
      90,
      "rate-limited",
    ],
    [
      "429 with the window's end",
      {
        status: 429,
        headers: { "x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "321" },
        body: "<html>Too Many Requests</html>",
      },
      321,
      "rate-limited",
    ],
    ["429 alone", { status: 429 }, undefined, "rate-limited"],
    [
      "403 with Retry-After",
      { status: 403, headers: { "retry-after": "30" }, body: json({ error: 403 }) },
      30,
      "rate-limited",
    ],
    ["503 with Retry-After", { status: 503, headers: { "retry-after": "5" } }, 5, "reddit-down"],
    ["429 inside of 200", { body: json({ error: 429 }) }, undefined, "rate-limited"],
  ])("%s", (_, answer, retryAfterSeconds, code) => {
    const error = errorOf(answer);
    expect(error).toBeInstanceOf(ThrottledError);
    expect(error).toMatchObject({ code, retryAfterSeconds });
  });
});

describe("what may pass is retryable", () => {
  test.each<[string, Partial<RedditAnswer>, string]>([
    ...[500, 502, 503, 504, 520, 522].map((status): [string, Partial<RedditAnswer>, string] => [
      `${status}`,
      { status, body: "<html>upstream</html>" },
      "reddit-down",
    ]),
    ["503 inside of 200", { body: json({ error: 503 }) }, "reddit-down"],
    ["an empty body", { body: "" }, "answer-empty"],
    ["a page at 200", { body: "<html>Welcome</html>" }, "answer-not-json"],
    ["half a listing", { body: '{"kind":"Listing","data":{"chi' }, "answer-not-json"],
    ["a post's page", { body: json([{ kind: "Listing" }]) }, "answer-not-a-listing"],
    ["another kind", { body: json({ kind: "t5", data: {} }) }, "answer-not-a-listing"],
    [
      "children that are no list",
      { body: json({ kind: "Listing", data: { children: {} } }) },
      "answer-not-a-listing",
    ],
    ["null", { body: "null" }, "answer-not-a-listing"],
    ["nothing but depth", { body: "[".repeat(1e5) + "]".repeat(1e5) }, "answer-not-a-listing"],
    ["a redirect elsewhere", { status: 302, headers: { location: "/prefs" } }, "answer-unexpected"],
    ["another status", { status: 418, body: json({}) }, "answer-unexpected"],
  ])("%s", (_, answer, code) => {
    const error = errorOf(answer);
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).not.toBeInstanceOf(ThrottledError);
    expect(error).toMatchObject({ code });
  });
});

describe("a page", () => {
  test("has its posts, where the next begins and Reddit's budget", () => {
    const page = read({
      headers: { "x-ratelimit-remaining": "597.0", "x-ratelimit-reset": "214" },
      body: listingJson([pictureChild("a1"), pictureChild("a2")], "t3_zz"),
    });
    expect(page.posts.map(({ id }) => id)).toEqual(["a1", "a2"]);
    expect(page).toMatchObject({
      after: "t3_zz",
      unreadable: 0,
      budget: { remaining: 597, resetSeconds: 214 },
    });
  });

  test("may be empty although more follow", () => {
    expect(read({ body: listingJson([], "t3_zz") })).toMatchObject({ posts: [], after: "t3_zz" });
  });

  test.each([null, "", "null", "undefined", "t1_abc", 7, undefined])(
    "is the last when `after` is %j",
    (after) => {
      expect(read({ body: listingJson([], after) }).after).toBeUndefined();
    },
  );

  test("keeps every post when others are no posts or of a strange shape", () => {
    const page = read({
      body: listingJson([
        pictureChild("a1"),
        { kind: "t1", data: { id: "comment" } },
        { kind: "t3" },
        { kind: "t3", data: null },
        { kind: "t3", data: "text" },
        null,
        7,
        { kind: "t3", data: { id: 5, gallery_data: [1], media_metadata: "x", preview: null } },
        pictureChild("a2", { score: "many", created_utc: null, crosspost_parent_list: [null] }),
      ]),
    });
    expect(page.posts.map(({ id }) => id)).toEqual(["a1", undefined, "a2"]);
    expect(page.unreadable).toBe(3);
  });
});
