import { crawlStatus, queuedStatus } from "@reddit-crawler/crawl-status/crawl-status";
import { crawlTotals } from "@reddit-crawler/crawl-status/crawl-totals";
import { tallyOfRecord } from "@reddit-crawler/crawl-status/post-tally";
import { crawlSummarySchema, postRecordSchema } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { describe, expect, test } from "vitest";

import { progressFrame, progressLine, type CrawlView } from "./crawl-view.ts";
import { noPaint } from "./paint.ts";

const summary = crawlSummarySchema.parse(contracts["crawl-summary"].examples[0]);
const record = postRecordSchema.parse(contracts["post-record"].examples[0]);
const view: CrawlView = {
  status: crawlStatus(summary, crawlTotals([tallyOfRecord(record)])),
  elapsedMs: 7345,
  picturesPerSecond: 8.14,
  bytesPerSecond: 640_000,
  inFlight: 3,
  redditBudget: 994.5,
  wait: { reason: "Reddit asks to wait", seconds: 37 },
};

describe("a crawl's progress", () => {
  test("waits for the listing", () => {
    const queued = queuedStatus(summary.crawlId, 0);
    for (const status of [undefined, queued]) {
      const early = { ...view, status, wait: undefined };
      expect(progressLine(early)).toBe("asking for the listing");
      expect(progressFrame(early, noPaint)).toContain("asking for the listing");
    }
  });

  test("says its place behind others, once it is known", () => {
    const queued = { ...queuedStatus(summary.crawlId, 0), queue_place: 7 };
    const early = { ...view, status: queued, wait: undefined };
    expect(progressLine(early)).toBe("waiting for its turn, about number 7");
    expect(progressFrame(early, noPaint)).toContain("about number 7");
    const first = { ...early, status: { ...queued, queue_place: 1 } };
    expect(progressLine(first)).toBe("asking for the listing");
  });

  test("in one line says how far it is, and why it waits", () => {
    expect(progressLine(view)).toBe(
      "r/aww: 100 posts listed · 1 of 100 decided · 2 pictures (777.8 KB) · 3 in flight · Reddit asks to wait: 37 s",
    );
  });

  test("on a terminal says all of it in a few lines", () => {
    expect(progressFrame(view, noPaint)).toBe(
      `r/aww  top of day  7.3 s
  listing    ████████████████████  100 of 100 posts · Reddit grants 994 more requests
  downloads  ░░░░░░░░░░░░░░░░░░░░  1 of 100 decided · 3 in flight
  pictures   2 (777.8 KB) · 8.1/s, 640.0 KB/s
  left out   17 without pictures
  waiting    Reddit asks to wait: 37 s`,
    );
  });

  test("never has more posts decided than listed: those of a page are decided before it is counted", () => {
    const status = view.status!;
    const counts = { listed: 2100, queued: 2000, without_pictures: 100, decided: 2130, failed: 2 };
    const ahead = {
      ...view,
      status: { ...status, limit: 3000, posts: { ...status.posts, ...counts } },
    };
    expect(progressLine(ahead)).toContain("2132 posts listed · 2130 of 2132 decided");
    expect(progressFrame(ahead, noPaint)).toContain("2132 of 3000 posts");
    expect(progressFrame(ahead, noPaint)).toContain("2130 of 2132 decided");
  });

  test("does not count adverts against the limit, and says what the source did not know", () => {
    const status = view.status!;
    const posts = {
      ...status.posts,
      listed: 102,
      filtered: 5,
      unknown_to_source: 4,
      adverts: 2,
    };
    const frame = progressFrame({ ...view, status: { ...status, posts } }, noPaint);
    expect(frame).toContain("100 of 100 posts");
    expect(frame).toContain("1 filtered · 4 unknown to the source · 2 adverts · 10 without");
  });

  test("says how long it takes still, where that is worth saying", () => {
    const long = { ...view, wait: undefined, remainingMs: 754_000 };
    expect(progressLine(long)).toContain(" · about 12 min left");
    expect(progressFrame(long, noPaint)).toMatch(/listing .* · about 12 min left/);
    expect(progressLine({ ...long, remainingMs: 59_000 })).not.toContain("left");
  });

  test("says of a file that it is one, which has no order of Reddit's", () => {
    const status = { ...view.status!, source: "file" };
    expect(progressFrame({ ...view, status }, noPaint)).toContain("r/aww  from a file  7.3 s");
  });

  test("says what failed for now, in the stage's own words", () => {
    const failure = {
      code: "reddit-down",
      message: "Reddit is in trouble (503).",
      retryable: true,
    };
    const failing = { ...view, wait: undefined, status: { ...view.status!, failure } };
    expect(progressLine(failing)).toContain("Reddit is in trouble (503).");
  });
});
