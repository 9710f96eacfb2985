import { describe, expect, test } from "vitest";

import { deviations, type CrawlOutcome } from "./crawl-outcome.ts";

const crawl = (posts: Record<string, { outcome: string; digest?: string }>): CrawlOutcome =>
  new Map(
    Object.entries(posts).map(([post, { outcome, digest = "aa" }]) => [
      post,
      { record: { outcome, links: [{ position: 1 }] }, files: { "01.jpg": digest } },
    ]),
  );

const stored = crawl({ a: { outcome: "stored" }, b: { outcome: "stored" } });

describe("the deviations of a crawl", () => {
  test("are none when each post ends as in one of the allowed crawls", () => {
    const gone = crawl({ a: { outcome: "gone" }, b: { outcome: "gone" } });
    const mixed = crawl({ a: { outcome: "stored" }, b: { outcome: "gone" } });
    expect(deviations(mixed, [stored, gone])).toEqual([]);
  });

  test.each([
    [
      "another outcome",
      crawl({ a: { outcome: "stored" }, b: { outcome: "gone" } }),
      'post b: record › outcome is "gone" and not "stored"',
    ],
    [
      "another file",
      crawl({ a: { outcome: "stored" }, b: { outcome: "stored", digest: "bb" } }),
      'post b: files › 01.jpg is "bb" and not "aa"',
    ],
    [
      "a post too few",
      crawl({ a: { outcome: "stored" } }),
      /^post b: all of it is missing and not \{"record"/,
    ],
    [
      "a post too many",
      crawl({
        a: { outcome: "stored" },
        b: { outcome: "stored" },
        c: { outcome: "stored" },
      }),
      /^post c: all of it is \{.+ and not missing$/,
    ],
  ])("name %s", (_, outcome, sentence) => {
    expect(deviations(outcome, [stored])).toEqual([expect.stringMatching(sentence)]);
  });
});
