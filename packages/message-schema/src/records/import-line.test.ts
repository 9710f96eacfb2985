import { describe, expect, test } from "vitest";

import { importSelector, readImportLine, type ImportSelection } from "./import-line.ts";

const post = { id: "a1", title: "Cats", subreddit: "Aww", author: "CatPerson", created_utc: 1000 };
const lineOf = (more: object = {}) => JSON.stringify({ ...post, ...more });

describe("a line of an import", () => {
  test("is a post with all that it says", () => {
    expect(readImportLine(`${lineOf()}\r`)).toEqual({
      given: post,
      id: "a1",
      subreddit: "Aww",
      author: "CatPerson",
      createdAt: 1000,
      isAdvert: false,
    });
  });

  test("may have its date as text, no subreddit and no author", () => {
    const line = lineOf({ created_utc: "1400000000", subreddit: null, author: undefined });
    expect(readImportLine(line)).toMatchObject({ createdAt: 1_400_000_000, subreddit: undefined });
  });

  test.each([
    ["cut off", lineOf().slice(0, -5)],
    ["a comment", lineOf({ title: undefined, body: "Nice" })],
    ["without an id", lineOf({ id: undefined })],
    ["a number", "7"],
    ["null", "null"],
    ["a list", "[]"],
    ["empty", ""],
  ])("is none where it is %s", (_, line) => {
    expect(readImportLine(line)).toBeUndefined();
  });
});

const covers = (selection: ImportSelection, more = {}) => {
  const found = readImportLine(lineOf(more));
  return found !== undefined && importSelector(selection)(found);
};

test.each([
  ["aww", true],
  ["cats+AWW", true],
  ["cats", false],
  ["u_catperson", false],
  ["all", true],
])("a crawl of %s covers a post of r/Aww by u/CatPerson: %s", (subreddit, isCovered) => {
  expect(covers({ subreddit })).toBe(isCovered);
});

test("a crawl of a user or of one post covers nothing else", () => {
  expect(covers({ subreddit: "u_catperson", user: "catperson" })).toBe(true);
  expect(covers({ subreddit: "aww", user: "somebody" })).toBe(false);
  expect(covers({ subreddit: "all", postId: "a1" })).toBe(true);
  expect(covers({ subreddit: "aww", postId: "b2" })).toBe(false);
});

test("a crawl covers its time, both ends included, and posts without a date", () => {
  const time = {
    subreddit: "aww",
    since: "1970-01-01T00:16:40.000Z",
    until: "1970-01-01T00:16:50.000Z",
  };
  const covered = [999, 1000, 1010, 1011].map((at) => covers(time, { created_utc: at }));
  expect(covered).toEqual([false, true, true, false]);
  expect(covers(time, { created_utc: null })).toBe(true);
});
