import { PermanentError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { consequenceOf } from "../failures.ts";
import type { RedditAnswer } from "./ask-reddit.ts";
import { answerTrouble } from "./answer-errors.ts";
import { readListingAnswer } from "./listing-answer.ts";
import { pauseSeconds, readRateBudget } from "./rate-budget.ts";

function errorOf(answer: Partial<RedditAnswer>, subreddit = "aww"): unknown {
  try {
    readListingAnswer({ status: 200, headers: {}, body: "", ...answer }, subreddit, 0);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("of several rate windows in one header the one with the fewest requests left counts", () => {
  test.each([
    ["991, 0.0", "500, 6", 6],
    ["0.0, 991", "6, 500", 6],
    ["0, 0.5", "6, 500", 6],
    ["0, 0", "6, 500", 500],
    ["991, 5", "500, 6", 0],
    ["991,0", "500", 500],
    ["0, no", "6, 7", 6],
  ])("%s left, %s s", (remaining, reset, seconds) => {
    const budget = readRateBudget({
      "x-ratelimit-remaining": remaining,
      "x-ratelimit-reset": reset,
    });
    expect(pauseSeconds(budget)).toBe(seconds);
  });

  test("whatever their order", () => {
    const window = fc.tuple(fc.nat({ max: 1000 }), fc.nat({ max: 600 }));
    fc.assert(
      fc.property(fc.array(window, { minLength: 1, maxLength: 4 }), (windows) => {
        const budget = readRateBudget({
          "x-ratelimit-remaining": windows.map(([remaining]) => `${remaining}.0`).join(", "),
          "x-ratelimit-reset": windows.map(([, reset]) => reset).join(", "),
        });
        const fewest = Math.min(...windows.map(([remaining]) => remaining));
        const longest = Math.max(
          ...windows.filter(([remaining]) => remaining === fewest).map(([, reset]) => reset),
        );
        expect(budget).toEqual({ remaining: fewest, resetSeconds: longest });
      }),
    );
  });

  test("of a repeated Retry-After the longest", () => {
    const answer = { status: 429, headers: { "retry-after": "7, 30" }, body: "" };
    const error = answerTrouble(answer, 0);
    expect(error).toBeInstanceOf(ThrottledError);
    expect(error).toMatchObject({ retryAfterSeconds: 30 });
  });
});

describe("that it is asked too much counts, whatever the status", () => {
  const statuses = [200, 400, 403, 404, 429, 500, 503];

  test.each([
    '{"message":"Too Many Requests","error":429}',
    "<html><title>Too Many Requests</title>whoa there, pardner! too many requests from you lately",
  ])("%s", (body) => {
    for (const status of statuses) {
      expect(errorOf({ status, body })).toBeInstanceOf(ThrottledError);
      expect(errorOf({ status, body })).toMatchObject({ code: "rate-limited" });
    }
  });

  test("but not that the network is blocked, nor what people write", () => {
    const blocked = "<html>blocked due to a network policy. Too many requests? Log in.";
    expect(errorOf({ status: 403, body: blocked })).toMatchObject({ code: "network-blocked" });
    const [post] = [{ kind: "t3", data: { id: "1a", title: "Too many requests" } }];
    const listing = { kind: "Listing", data: { children: [post], after: null } };
    expect(errorOf({ body: JSON.stringify(listing) })).toBeUndefined();
  });
});

describe("a wall behind a redirect is named, and not asked again", () => {
  test.each([
    ["https://www.reddit.com/login/?dest=https%3A%2F%2Fwww.reddit.com%2Fr%2Fcats", "login-wanted"],
    ["https://www.reddit.com/login/?dest=https://www.reddit.com/r/cats/", "login-wanted"],
    ["/login", "login-wanted"],
    ["https://www.reddit.com/account/login?dest=x", "login-wanted"],
    ["https://www.reddit.com/register/", "login-wanted"],
    ["https://www.reddit.com/over18?dest=https%3A%2F%2Fwww.reddit.com%2Fr%2Faww", "over-18"],
    ["https://old.reddit.com/over18/?dest=https://old.reddit.com/r/cats/", "over-18"],
  ])("%s", (location, wall) => {
    const error = errorOf({ status: 302, headers: { location } });
    expect(error).toBeInstanceOf(PermanentError);
    expect(error).toMatchObject({
      code: `subreddit-${wall}`,
      message: expect.stringMatching(/r\/aww.*crawl another subreddit/),
    });
    expect(consequenceOf(error)).toEqual({ metric: "SubredditWalls", isSettled: true });
  });
});

describe("a profile is a person's", () => {
  test.each<[string, Partial<RedditAnswer>, RegExp]>([
    ["404", { status: 404 }, /^Reddit shows no u\/some-one: there is no such person/],
    [
      "403",
      { status: 403, body: '{"message":"Forbidden","error":403}' },
      /refuses u\/some-one.*person's account/,
    ],
    ["451", { status: 451 }, /^u\/some-one is blocked/],
    [
      "a redirect to a subreddit",
      { status: 302, headers: { location: "/r/cats/" } },
      /^u\/some-one only leads elsewhere: ask for r\/cats/,
    ],
  ])("%s", (_, answer, message) => {
    expect(errorOf(answer, "u_some-one")).toMatchObject({
      message: expect.stringMatching(message),
    });
  });
});
