import { expect, test } from "vitest";
import { crawlSummary } from "@reddit-crawler/message-schema/contracts/contract-examples";

import { crawlEstimate } from "./crawl-estimate.ts";

const begunAt = "2026-11-22T20:00:00.000Z";
const at = (minutes: number) => new Date(Date.parse(begunAt) + minutes * 60_000).toISOString();
const summaryOf = (listed: number, coveredShare?: number) => ({
  ...crawlSummary,
  begunAt,
  counts: { ...crawlSummary.counts, listed },
  ...(coveredShare !== undefined && { coveredShare }),
});

test.each([
  ["the listing is as slow as the downloads", summaryOf(250, 0.25), "listing", 250, 0.25, 40],
  ["the downloads are slower", summaryOf(500, 0.5), "listing", 100, 0.5, 100],
  ["everything is listed", summaryOf(1000, 0.9), "downloading", 800, 1, 12.5],
  ["nothing but a ranking's scan is done", summaryOf(0, 0.45), "listing", 0, 0.45, 10 / 0.45],
] as const)(
  "where %s, the rest goes as fast as until now",
  (_, summary, state, decided, listed_share, minutes) => {
    expect(crawlEstimate(summary, state, decided, at(10))).toEqual({
      listed_share,
      done_at: at(minutes),
    });
  },
);

test.each([
  ["nothing is done", summaryOf(0, 0), "listing", 0, 10],
  ["it has only begun", summaryOf(100, 0.5), "listing", 100, 0.1],
  ["no post is decided yet", summaryOf(100, 0.5), "listing", 0, 10],
  ["next to nothing is done", summaryOf(1, 1e-9), "listing", 1, 10],
  ["it is over", summaryOf(100), "finished", 100, 10],
  ["it has failed", summaryOf(100, 0.5), "failed", 100, 10],
  ["an older loader does not say when it began", crawlSummary, "downloading", 50, 10],
] as const)("nothing is said where %s", (_, summary, state, decided, minutes) => {
  expect(crawlEstimate(summary, state, decided, at(minutes))).toBeUndefined();
});
