import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { crawlIndexKey, crawlSummaryKey, crawlSummarySchema } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { fakeEndpoint } from "../testing/fake-endpoint.ts";
import { storeCrawl } from "../testing/stored-crawl.ts";

/** Orders a crawl while `waiting` requests wait; its id beside the endpoint. */
async function ordered(waiting: number | Error) {
  const endpoint = fakeEndpoint();
  endpoint.queue.waiting = waiting;
  const { statusCode, json } = await endpoint.send({ body: '{"subreddit":"aww","nsfw":false}' });
  expect(statusCode).toBe(201);
  return { ...endpoint, id: String(json.crawl_id) };
}

const logged = (lines: readonly string[], event: string) =>
  lines.filter((line) => JSON.parse(line).event === event);

describe("a crawl that was posted", () => {
  test("is known at once, with what was asked for and its place in the queue", async () => {
    const { get, bucket, id } = await ordered(3);
    const stored = crawlSummarySchema.parse(
      JSON.parse(bucket.objects.get(crawlSummaryKey(id)) ?? ""),
    );
    expect(stored).toMatchObject({ state: "queued", place: 3, counts: { listed: 0 } });
    expect(bucket.objects.has(crawlIndexKey(id))).toBe(true);
    const { statusCode, json } = await get(`/crawls/${id}`);
    expect(statusCode).toBe(200);
    expect(json).toMatchObject({
      state: "queued",
      queue_place: 3,
      subreddit: "aww",
      filters: { nsfw: false },
      posts: { listed: 0 },
    });
    expect((await get("/crawls")).json.crawls).toMatchObject([{ crawl_id: id, state: "queued" }]);
  });

  test("moves up as others have their turn, and never behind where it began", async () => {
    const { get, queue, id } = await ordered(5);
    const places = [];
    for (queue.waiting of [5, 9, 2, 0]) places.push((await get(`/crawls/${id}`)).json.queue_place);
    expect(places).toEqual([5, 5, 2, 1]);
  });

  test("is what the article-loader says of it, where that was faster", async () => {
    const endpoint = fakeEndpoint(async ({ crawlId }) => {
      storeCrawl(endpoint.bucket, { crawlId, posts: 2 });
      return "m-1";
    });
    const { json } = await endpoint.send();
    expect((await endpoint.get(`/crawls/${json.crawl_id}`)).json).toMatchObject({
      state: "finished",
      posts: { listed: 2 },
    });
  });

  test("is published, and queued by its id, where the bucket does not take what is known of it", async () => {
    const endpoint = fakeEndpoint();
    endpoint.bucket.faults.push(
      new RetryableError("bucket-unavailable", "S3 is away"),
      new RetryableError("bucket-unavailable", "S3 is away"),
    );
    const { statusCode, json } = await endpoint.send();
    expect([statusCode, endpoint.published.length]).toEqual([201, 1]);
    expect(logged(endpoint.lines, "crawl-not-kept")).toHaveLength(1);
    expect((await endpoint.get(`/crawls/${json.crawl_id}`)).json).toMatchObject({
      state: "queued",
    });
  });

  test("is answered for while the bucket says nothing", async () => {
    const endpoint = fakeEndpoint();
    endpoint.bucket.archive.keep = () => new Promise(() => {});
    expect((await endpoint.send()).statusCode).toBe(201);
    expect(logged(endpoint.lines, "crawl-not-kept")).toHaveLength(1);
  });

  test("has no place where the queue cannot be counted, and its last one where it no longer can", async () => {
    const away = new RetryableError("queue-unavailable", "SQS is away");
    const unknown = await ordered(away);
    const { json } = await unknown.get(`/crawls/${unknown.id}`);
    expect(json).toMatchObject({ state: "queued" });
    expect(json).not.toHaveProperty("queue_place");
    const known = await ordered(4);
    known.queue.waiting = away;
    expect((await known.get(`/crawls/${known.id}`)).json.queue_place).toBe(4);
    expect(logged(known.lines, "place-unknown")).toHaveLength(1);
  });

  test("has failed once no queue can have its request any more", async () => {
    const { get, bucket } = fakeEndpoint();
    const dayMs = 86_400_000;
    const now = Date.parse("2026-11-22T20:00:00Z");
    const at = (ageMs: number) => ({ requestedAt: new Date(now - ageMs).toISOString() });
    const id = storeCrawl(bucket, {
      posts: 0,
      summary: { state: "queued", ...at(14 * dayMs - 1) },
    });
    expect((await get(`/crawls/${id}`)).json.state).toBe("queued");
    storeCrawl(bucket, { posts: 0, summary: { state: "queued", ...at(14 * dayMs) } });
    const failure = { code: "request-lost", retryable: false };
    expect((await get(`/crawls/${id}`)).json).toMatchObject({ state: "failed", failure });
    expect((await get("/crawls")).json.crawls).toMatchObject([{ state: "failed" }]);
  });
});
