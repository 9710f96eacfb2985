import { newCrawlId } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { fakeEndpoint } from "../testing/fake-endpoint.ts";
import { storeCrawl } from "../testing/stored-crawl.ts";

const nowMs = Date.parse("2026-11-22T20:00:00Z");
const idMadeAt = (timeMs: number) => newCrawlId(timeMs, (count) => new Uint8Array(count).fill(7));

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
