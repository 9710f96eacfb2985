import { isListingOver } from "@reddit-crawler/crawl-status/crawl-state";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { crawlSummaryKey, crawlSummarySchema } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";

import { stoppedCrawls } from "./stopped-crawls.ts";

const summary = contracts["crawl-summary"].examples[0]!;
const { crawlId } = summary;
const key = crawlSummaryKey(crawlId);

function scene(objects: Record<string, unknown> = {}) {
  const taken: string[] = [];
  const clock = { nowMs: 0 };
  const texts = new Map(
    Object.entries(objects).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const stopped = stoppedCrawls(
    {
      takeOut: (urls, text) => {
        taken.push(`${urls.join()} ${text}`);
        return { bodies: () => ["a body"], inFlight: () => 2 };
      },
    },
    {
      get: async (name) => (texts.has(name) ? Buffer.from(texts.get(name) ?? "") : undefined),
      put: async (name, body) => void texts.set(name, body),
    },
    { posts: ["posts", "dead"], crawls: ["crawls"] },
    () => clock.nowMs,
  );
  return { stopped, taken, clock, texts };
}

describe("a crawl that is stopped", () => {
  test("is taken out of the queues of posts and of crawls, once", () => {
    const { stopped, taken } = scene();
    stopped.stop(crawlId);
    stopped.stop(crawlId);
    expect(taken.toSorted()).toEqual([`crawls "${crawlId}"`, `posts,dead "${crawlId}"`]);
    expect(stopped.texts(crawlId)).toEqual(["a body"]);
  });

  test("has attempts left for ten seconds at most", () => {
    const { stopped, clock } = scene();
    stopped.stop(crawlId);
    clock.nowMs = 9_900;
    expect(stopped.attemptsLeft(crawlId)).toBe(2);
    clock.nowMs = 10_100;
    expect(stopped.attemptsLeft(crawlId)).toBe(0);
  });

  test("is no other crawl", () => {
    const { stopped } = scene();
    stopped.stop(crawlId);
    expect(stopped.attemptsLeft("another")).toBeUndefined();
    expect(stopped.texts("another")).toBeUndefined();
  });

  test.each([
    { state: "listing", tries: { begun: {}, listedPerShard: [3, 4] } },
    { state: "listing" },
    { state: "queued" },
    { state: "listed", listedPerShard: [1, 2] },
  ])("has a listing that is over for every loader after %o", async (changes) => {
    const { listedPerShard: _, tries: __, ...rest } = summary;
    const { stopped, texts } = scene({ [key]: { ...rest, ...changes } });
    await stopped.endListing(crawlId);
    const saved = z.parse(crawlSummarySchema, JSON.parse(texts.get(key) ?? ""));
    expect(isListingOver(saved)).toBe(true);
    expect(saved).toMatchObject({ state: "failed", failure: { code: "stopped" } });
  });

  test("needs no summary", async () => {
    const { stopped, texts } = scene();
    await stopped.endListing(crawlId);
    expect(texts.size).toBe(0);
  });
});
