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
    [10_000, 11],
  ])("makes one read for %i posts, and lists them in %i", async (posts, list) => {
    const { get, bucket } = fakeEndpoint();
    const id = storeCrawl(bucket, { posts });
    const { json } = await get(`/crawls/${id}`);
    expect(json.posts).toMatchObject({ listed: posts, decided: posts });
    expect(bucket.calls).toEqual({ read: 1, list });
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

describe("GET /crawls/{crawl_id}/posts", () => {
  test("shows each post and each of its links, with a link that opens the picture for 15 minutes", async () => {
    const { get, bucket, lines } = fakeEndpoint();
    const id = storeCrawl(bucket);
    const { json, headers } = await get(`/crawls/${id}/posts`);
    expect(json).toMatchObject({
      crawl_id: id,
      picture_urls_expire_at: "2026-11-22T20:15:00.000Z",
      posts: [
        {
          post_id: "p0000",
          title: "Two cats in a box",
          over_18: false,
          outcome: "partly-stored",
          links: [
            {
              position: 1,
              found_in: "gallery",
              content_type: "image/jpeg",
              picture_url: "https://media.test/media/aww/1skbyfv/01.jpg?X-Amz-Signature=1",
            },
            { outcome: "unavailable", reason: "gallery-item-failed" },
            { position: 3, duplicate_of: "media/aww/1skbyfu/01.png", instead_of: "http-429" },
          ],
        },
      ],
    });
    expect(json).not.toHaveProperty("next_cursor");
    expect(headers).toMatchObject({ "cache-control": "private, no-store" });
    expect(lines.join()).not.toContain("X-Amz-Signature");
  });

  test("gives every post once over pages, in as many reads as there are posts", async () => {
    const { get, bucket } = fakeEndpoint();
    const id = storeCrawl(bucket, { posts: 23 });
    const seen: string[] = [];
    let query: Record<string, string> = { limit: "10" };
    for (let cursor = ""; cursor !== undefined; query = { limit: "10", cursor }) {
      const { json } = await get(`/crawls/${id}/posts`, query);
      seen.push(...json.posts.map((post: { post_id: string }) => post.post_id));
      cursor = json.next_cursor;
    }
    expect([seen.length, new Set(seen).size]).toEqual([23, 23]);
    expect(bucket.calls).toEqual({ read: 23, list: 3 });
  });

  test("gives a post that was decided twice once, as it counts", async () => {
    const { get, bucket } = fakeEndpoint();
    const later = new Date(nowMs + 1000).toISOString();
    const id = storeCrawl(bucket, { posts: 3 });
    storeCrawl(bucket, { posts: 3, record: { decidedAt: later, outcome: "no-pictures" } });
    for (const limit of ["1", "2", "3", "100"]) {
      const seen: [string, string][] = [];
      let query: Record<string, string> = { limit };
      for (let cursor = ""; cursor !== undefined; query = { limit, cursor }) {
        const { json } = await get(`/crawls/${id}/posts`, query);
        for (const { post_id, outcome } of json.posts) seen.push([post_id, outcome]);
        cursor = json.next_cursor;
      }
      expect(seen).toEqual(["p0000", "p0001", "p0002"].map((post) => [post, "partly-stored"]));
    }
  });

  test("ends a page early that would not fit into an answer, and goes on with the next", async () => {
    const { get, bucket } = fakeEndpoint();
    const links = Array.from({ length: 700 }, () => ({ foundIn: "text", outcome: "gone" }));
    const id = storeCrawl(bucket, { posts: 3, record: { links } });
    const { json } = await get(`/crawls/${id}/posts`);
    expect(json.posts).toHaveLength(2);
    expect(json.next_cursor).toBe("p0001");
    const { json: rest } = await get(`/crawls/${id}/posts`, { cursor: "p0001" });
    expect(rest.posts).toHaveLength(1);
  });

  test("is empty for a crawl that has decided nothing, and 404 for none", async () => {
    const { get, bucket } = fakeEndpoint();
    const id = storeCrawl(bucket, { posts: 0 });
    expect((await get(`/crawls/${id}/posts`)).json.posts).toEqual([]);
    expect((await get(`/crawls/${idMadeAt(nowMs)}/posts`)).json.posts).toEqual([]);
    expect((await get(`/crawls/${idMadeAt(0)}/posts`)).statusCode).toBe(404);
  });

  test.each([
    [{ limit: "0" }, "limit"],
    [{ limit: "101" }, "limit"],
    [{ limit: "ten" }, "limit"],
    [{ cursor: "../x" }, "cursor"],
    [{ page: "2" }, "page"],
  ])("refuses %j with 400 that names %s", async (query, field) => {
    const { get, bucket } = fakeEndpoint();
    const { statusCode, json } = await get(`/crawls/${storeCrawl(bucket)}/posts`, query);
    expect(statusCode).toBe(400);
    expect(json.errors).toMatchObject([{ field }]);
  });
});

describe("GET /crawls", () => {
  test.each(["finished", "unsaid"] as const)(
    "lists crawls, the newest first, with what their end (%s) added up to",
    async (announced) => {
      const { get, bucket } = fakeEndpoint();
      const older = storeCrawl(bucket, { crawlId: idMadeAt(nowMs - hourMs), announced });
      const newer = storeCrawl(bucket, { crawlId: idMadeAt(nowMs), summary: { state: "listing" } });
      const { json } = await get("/crawls");
      expect(json.crawls).toMatchObject([
        { crawl_id: newer, state: "listing", subreddit: "aww", posts_listed: 1 },
        { crawl_id: older, state: "finished", pictures: 129, posts_failed: 1, bytes: 234_567_890 },
      ]);
      expect(json.crawls[1]).toHaveProperty("finished_at");
      expect(json).not.toHaveProperty("next_cursor");
    },
  );

  test("calls a crawl failed whose end was announced as that, and says what it added up to", async () => {
    const { get, bucket } = fakeEndpoint();
    const failure = { code: "subreddit-private", message: "r/aww is private.", retryable: false };
    storeCrawl(bucket, { summary: { state: "failed", failure }, announced: "failed" });
    const { json } = await get("/crawls");
    expect(json.crawls).toMatchObject([{ state: "failed", pictures: 129, posts_failed: 1 }]);
    expect(json.crawls[0]).not.toHaveProperty("finished_at");
  });

  test("calls no crawl finished because of an announcement that says otherwise", async () => {
    const { get, bucket } = fakeEndpoint();
    storeCrawl(bucket, { announced: "failed" });
    expect((await get("/crawls")).json.crawls).toMatchObject([{ state: "failed" }]);
  });

  test("goes on after its cursor", async () => {
    const { get, bucket } = fakeEndpoint();
    const ids = [3, 2, 1].map((hours) =>
      storeCrawl(bucket, { crawlId: idMadeAt(nowMs - hours * hourMs) }),
    );
    const first = await get("/crawls", { limit: "2" });
    expect(first.json.next_cursor).toBe(ids[1]);
    const second = await get("/crawls", { limit: "2", cursor: first.json.next_cursor });
    expect(second.json.crawls).toMatchObject([{ crawl_id: ids[0] }]);
  });

  test("is empty before the first crawl", async () => {
    expect((await fakeEndpoint().get("/crawls")).json).toEqual({ crawls: [] });
  });

  test("refuses a cursor that is none", async () => {
    const { statusCode, json } = await fakeEndpoint().get("/crawls", { cursor: "x" });
    expect(statusCode).toBe(400);
    expect(json.errors).toMatchObject([{ field: "cursor" }]);
  });
});
