import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { crawlTallyKey, newCrawlId } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { fakeEndpoint } from "../testing/fake-endpoint.ts";
import { storeCrawl } from "../testing/stored-crawl.ts";

const nowMs = Date.parse("2026-11-22T20:00:00Z");
const idMadeAt = (timeMs: number) => newCrawlId(timeMs, (count) => new Uint8Array(count).fill(7));
const hourMs = 3_600_000;
const noCounts = { pages: 1, withoutPictures: 0, picturesLinked: 0 };

describe("GET /crawls/{crawl_id}", () => {
  test("says what became of the crawl's posts and pictures, and where each of them is listed", async () => {
    const { get, bucket } = fakeEndpoint();
    const id = storeCrawl(bucket, { posts: 2 });
    const { statusCode, json } = await get(`/crawls/${id}`);
    expect(statusCode).toBe(200);
    expect(json).toMatchObject({
      crawl_id: id,
      state: "finished",
      subreddit: "aww",
      source: "oauth",
      posts: { listed: 2, decided: 2, failed: 0 },
      pictures: { stored: 2, duplicate: 2, unavailable: 2 },
      bytes: 1_555_554,
      reasons: { "gallery-item-failed": 2 },
      posts_url: `https://api.example.com/crawls/${id}/posts`,
    });
  });

  test.each([
    [0, 1],
    [1, 1],
    [999, 1],
    [1000, 2],
    [10_000, 2],
    [100_000, 2],
  ])("of %i posts takes one listing request, and %i reads", async (posts, read) => {
    const { get, bucket } = fakeEndpoint();
    const id = storeCrawl(bucket, { posts, isChecked: posts >= 1000 });
    const { json } = await get(`/crawls/${id}`);
    expect(json).toMatchObject({ state: "finished", posts: { listed: posts, decided: posts } });
    expect(bucket.calls).toEqual({ read, list: 1 });
  });

  test("counts every post of a large crawl that nobody has checked yet", async () => {
    const { get, bucket } = fakeEndpoint();
    const id = storeCrawl(bucket, { posts: 2500 });
    const { json } = await get(`/crawls/${id}`);
    expect(json.posts).toMatchObject({ listed: 2500, decided: 2500 });
    expect(bucket.calls).toEqual({ read: 2, list: 3 });
  });

  test("says since when nothing has changed, once that is no longer a matter of waiting", async () => {
    const { get, bucket } = fakeEndpoint();
    const counts = { pages: 1, listed: 9, queued: 9, withoutPictures: 0, picturesLinked: 9 };
    const updatedAt = new Date(nowMs - 3 * hourMs).toISOString();
    const id = storeCrawl(bucket, { posts: 0, summary: { state: "listed", counts, updatedAt } });
    expect((await get(`/crawls/${id}`)).json).toMatchObject({
      state: "downloading",
      stalled_since: updatedAt,
    });
  });

  test("says why and until when the listing waits, and what Reddit still grants", async () => {
    const { get, bucket } = fakeEndpoint();
    const waiting = { reason: "reddit-asks-to-wait", until: new Date(nowMs).toISOString() };
    const summary = { state: "listing", waiting, redditBudget: 0.4 };
    const id = storeCrawl(bucket, { posts: 0, summary });
    expect((await get(`/crawls/${id}`)).json).toMatchObject({ waiting, reddit_budget: 0.4 });
  });

  test("says what failed, in words for the caller", async () => {
    const { get, bucket } = fakeEndpoint();
    const failure = { code: "subreddit-private", message: "r/aww is private.", retryable: false };
    const id = storeCrawl(bucket, { posts: 0, summary: { state: "failed", failure } });
    expect((await get(`/crawls/${id}`)).json).toMatchObject({ state: "failed", failure });
  });

  test.each([
    ["a moment ago", 1000],
    ["as long ago as a request may wait", 14 * 24 * hourMs - 1],
  ])("a crawl without a trace that was made %s is queued", async (_, ageMs) => {
    const { statusCode, json } = await fakeEndpoint().get(`/crawls/${idMadeAt(nowMs - ageMs)}`);
    expect(statusCode).toBe(200);
    expect(json).toMatchObject({
      state: "queued",
      requested_at: new Date(nowMs - ageMs).toISOString(),
    });
  });

  test.each([
    ["longer ago than that", 14 * 24 * hourMs],
    ["in the future", -61_000],
  ])("a crawl without a trace that was made %s does not exist", async (_, ageMs) => {
    const { statusCode, json } = await fakeEndpoint().get(`/crawls/${idMadeAt(nowMs - ageMs)}`);
    expect(statusCode).toBe(404);
    expect(json.detail).toContain("GET /crawls lists those");
  });

  test("answers 304 while nothing has changed, and 200 once something has", async () => {
    const { get, bucket } = fakeEndpoint();
    const id = storeCrawl(bucket, { posts: 2 });
    const etag = String((await get(`/crawls/${id}`)).headers?.etag);
    const again = await get(`/crawls/${id}`, undefined, { "if-none-match": `"x", W/${etag}` });
    expect(again).toMatchObject({ statusCode: 304, headers: { etag } });
    expect(again.body).toBeUndefined();
    expect(again.headers).not.toHaveProperty("content-type");

    storeCrawl(bucket, { posts: 3 });
    const later = await get(`/crawls/${id}`, undefined, { "if-none-match": etag });
    expect(later.statusCode).toBe(200);
  });

  test("answers 502 without a word of the cause when the bucket does not answer", async () => {
    const { get, bucket } = fakeEndpoint();
    const id = storeCrawl(bucket);
    bucket.faults.push(new RetryableError("bucket-unavailable", "S3: socket hang up"));
    const { statusCode, body } = await get(`/crawls/${id}`);
    expect(statusCode).toBe(502);
    expect(body).toContain("could not be read");
    expect(body).not.toContain("socket");
  });

  test("counts what earlier versions counted in tallies", async () => {
    const { get, bucket } = fakeEndpoint();
    const summary = { counts: { ...noCounts, listed: 3, queued: 3 }, state: "listed" };
    const id = storeCrawl(bucket, { posts: 2, summary });
    const posts = {
      older: {
        outcome: "stored",
        links: { stored: 1 },
        reasons: {},
        bytes: 7,
        decidedAt: new Date(nowMs).toISOString(),
      },
    };
    bucket.put(crawlTallyKey(id, 3), { schemaVersion: 1, crawlId: id, posts });
    const { json } = await get(`/crawls/${id}`);
    expect(json).toMatchObject({ state: "finished", posts: { decided: 3 } });
  });

  test("answers 500 when a tally is none, rather than wrong numbers", async () => {
    const { get, bucket } = fakeEndpoint();
    const id = storeCrawl(bucket);
    bucket.put(crawlTallyKey(id, 0), { posts: 7 });
    expect((await get(`/crawls/${id}`)).statusCode).toBe(500);
  });
});
