import { describe, expect, test } from "vitest";
import * as z from "zod/mini";

import { postIdSchema, subredditNameSchema, subredditsSchema } from "./identifiers.ts";

const accepts = (schema: z.ZodMiniType, value: string) => z.safeParse(schema, value).success;

describe("a subreddit", () => {
  test.each(["aww", "AskReddit", "de", "u_some-body", "reddit.com", "a1_", "x".repeat(21)])(
    "may be called %j",
    (name) => {
      expect(accepts(subredditNameSchema, name)).toBe(true);
    },
  );

  test.each([
    "",
    "a",
    "_aww",
    "x".repeat(22),
    "a-b",
    "a/b",
    "..",
    "a?b",
    "a%2fb",
    "a b",
    "aww\n",
    "äww",
  ])("may not be called %j", (name) => {
    expect(accepts(subredditNameSchema, name)).toBe(false);
    expect(accepts(subredditsSchema, name)).toBe(false);
  });

  test("may be several, joined by a plus", () => {
    expect(accepts(subredditsSchema, "aww+cats+u_some-body")).toBe(true);
    expect(accepts(subredditsSchema, "aww+")).toBe(false);
    expect(accepts(subredditsSchema, "aww++cats")).toBe(false);
    expect(accepts(subredditNameSchema, "aww+cats")).toBe(false);
  });
});

test.each(["1skbyfv", "0", "zzzzzzz"])("%j is a post id", (id) => {
  expect(accepts(postIdSchema, id)).toBe(true);
});

test.each(["t3_1skbyfv", "1SKBYFV", "../x", "", "a".repeat(14)])("%j is no post id", (id) => {
  expect(accepts(postIdSchema, id)).toBe(false);
});
