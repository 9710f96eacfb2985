import { postFactsSchema } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";

import { postFacts } from "./post-facts.ts";
import { redditPost } from "../testing/reddit-post.ts";

const listed = {
  id: "1skh6dk",
  subreddit: "Overwatch",
  title: "Ramattra x Diablo 4 collab skin",
  author: "doubleoeck1234",
  permalink: "/r/Overwatch/comments/1skh6dk/ramattra_x_diablo_4_collab_skin/",
  created_utc: 1776100175,
  score: 2595,
  over_18: false,
  spoiler: true,
  link_flair_text: "News & Discussion",
};
const factsOf = (change: object) => postFacts(redditPost({ ...listed, ...change }));

test("keeps what a record needs of a post", () => {
  expect(factsOf({})).toEqual({
    id: "1skh6dk",
    subreddit: "Overwatch",
    title: "Ramattra x Diablo 4 collab skin",
    author: "doubleoeck1234",
    permalink:
      "https://www.reddit.com/r/Overwatch/comments/1skh6dk/ramattra_x_diablo_4_collab_skin/",
    createdAt: "2026-04-13T17:09:35.000Z",
    score: 2595,
    over18: false,
    spoiler: true,
    flair: "News & Discussion",
  });
});

test("does with the little that the feed knows", () => {
  const { id, subreddit } = listed;
  expect(postFacts(redditPost({ id, subreddit }))).toEqual({
    id,
    subreddit,
    title: "",
    author: "[deleted]",
    permalink: "https://www.reddit.com/comments/1skh6dk/",
  });
});

test.each([
  { id: undefined },
  { id: "../../x" },
  { id: 12 },
  { subreddit: null },
  { subreddit: "a/b" },
])("gives up on a post that nobody could find again: %j", (change) => {
  expect(factsOf(change)).toBeUndefined();
});

describe("a field", () => {
  test.each([
    ["title", "a\u0000b\u0007c\uFFFEd\r\ne", "a b c d e"],
    ["title", "lone \uD83D surrogate", "lone \uFFFD surrogate"],
    ["title", "🐈 Köln 東京", "🐈 Köln 東京"],
    ["title", "x".repeat(301), "x".repeat(300)],
    ["title", `${"x".repeat(299)}🐈`, `${"x".repeat(299)}\uFFFD`],
    ["author", "", "[deleted]"],
    [
      "permalink",
      "https://old.reddit.com/r/aww/comments/1skh6dk/x/?context=3",
      "https://www.reddit.com/r/aww/comments/1skh6dk/x/",
    ],
    ["permalink", "https://evil.example/r/aww/", "https://www.reddit.com/comments/1skh6dk/"],
    ["permalink", `/r/aww/${"x".repeat(600)}`, "https://www.reddit.com/comments/1skh6dk/"],
  ])("%s of %j is safe as %j", (field, value, expected) => {
    expect(factsOf({ [field]: value })).toMatchObject({ [field]: expected });
  });

  test.each([
    ["createdAt", { created_utc: Number.NaN }],
    ["createdAt", { created_utc: 1e15 }],
    ["createdAt", { created_utc: 253_402_300_800 }],
    ["createdAt", { created_utc: -1 }],
    ["createdAt", { created_utc: "yesterday" }],
    ["score", { score: 1.5 }],
    ["flair", { link_flair_text: "" }],
    ["flair", { link_flair_text: null }],
    ["over18", { over_18: null }],
  ])("%s is absent for %j", (field, change) => {
    expect(factsOf(change)).not.toHaveProperty(field);
  });
});

test("the last instant that a record can hold is kept", () => {
  const facts = factsOf({ created_utc: 253_402_300_799 });
  expect(facts).toMatchObject({ createdAt: "9999-12-31T23:59:59.000Z" });
  expect(z.safeParse(postFactsSchema, facts).success).toBe(true);
});

test("satisfies the message's schema", () => {
  expect(z.safeParse(postFactsSchema, factsOf({ title: "\u0000".repeat(9999) })).success).toBe(
    true,
  );
});
