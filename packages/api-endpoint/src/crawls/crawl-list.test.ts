import { newCrawlId } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { fakeEndpoint } from "../testing/fake-endpoint.ts";
import { storeCrawl } from "../testing/stored-crawl.ts";

const nowMs = Date.parse("2026-11-22T20:00:00Z");
const idMadeAt = (timeMs: number) => newCrawlId(timeMs, (count) => new Uint8Array(count).fill(7));
const hourMs = 3_600_000;

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
