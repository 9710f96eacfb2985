import type { CrawlSummary, PostRecord } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts";
import { describe, expect, test } from "vitest";

import { crawlReport, crawlTotals, formatBytes, progressLine } from "./crawl-report.ts";

const summary: CrawlSummary = contracts["crawl-summary"].examples[0]!;
const partly: PostRecord = {
  ...contracts["post-record"].examples[0]!,
  outcome: "partly-stored",
  links: [
    {
      position: 1,
      foundIn: "gallery",
      outcome: "stored",
      key: "media/aww/1skbyfv/01.jpg",
      bytes: 123_456,
    },
    { position: 2, foundIn: "gallery", outcome: "unavailable", reason: "gallery-item-failed" },
  ],
};
const without: PostRecord = { ...partly, outcome: "no-pictures", reason: "text-only", links: [] };

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 KB"],
  [12_345_678, "12.3 MB"],
  [7_000_000_000_000, "7000.0 GB"],
])("%d bytes read %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

describe("a crawl's report", () => {
  test("adds up posts, pictures and why the others were left out", () => {
    const earlier = { ...partly, links: [{ ...partly.links[0]!, outcome: "already-stored" }] };
    expect(crawlTotals([partly, earlier, without, without])).toEqual({
      posts: 4,
      pictures: 2,
      newPictures: 1,
      bytes: 246_912,
      outcomes: new Map([
        ["partly-stored", 2],
        ["no-pictures", 2],
      ]),
      reasons: new Map([
        ["gallery-item-failed", 1],
        ["text-only", 2],
      ]),
    });
  });

  test("says it in words", () => {
    const progress = { summary, records: [partly, without], deadLettered: 0, inFlight: 0 };
    expect(crawlReport(progress, "/pictures", 7345)).toBe(
      [
        "2 posts of r/aww in 7.3 s: 1 partly-stored, 1 no-pictures",
        "1 picture, 123.5 KB, 1 of them new, in /pictures",
        "Left out:",
        "     1  gallery-item-failed",
        "     1  text-only",
      ].join("\n"),
    );
  });

  test("does not keep quiet about what Reddit cut, what the source lacks and what was given up", () => {
    const report = crawlReport(
      {
        summary: { ...summary, limit: 1000, cutByReddit: true, note: "Read from the public feed." },
        records: [],
        deadLettered: 1,
        inFlight: 0,
      },
      "/pictures",
      1,
    );
    expect(report).toContain("Reddit listed 100 posts, fewer than the 1000 asked for.");
    expect(report).toContain("Read from the public feed.");
    expect(report).toContain("1 post given up after several tries");
  });
});

describe("a crawl's progress", () => {
  test("waits for the listing", () => {
    expect(progressLine({ summary: undefined, records: [], deadLettered: 0, inFlight: 0 })).toBe(
      "asking for the listing",
    );
  });

  test("says how far it is, and why it waits", () => {
    expect(
      progressLine({
        summary: {
          ...summary,
          failure: { code: "rate-limited", message: "Reddit asks for 37 s." },
        },
        records: [partly],
        deadLettered: 0,
        inFlight: 3,
      }),
    ).toBe(
      "r/aww: 100 posts listed · 1 of 100 decided · 1 picture (123.5 KB) · 3 in flight · Reddit asks for 37 s.",
    );
  });
});
