import { queuedStatus } from "@reddit-crawler/crawl-status/crawl-status";
import { describe, expect, test } from "vitest";

import type { Send } from "../pipeline/crawl-api.ts";
import { crawlClient } from "./crawl-client.ts";

const crawlId = "01KAR7Q8Z4M3XWQ0V5T9B2C6DE";
const status = { ...queuedStatus(crawlId, 0), posts_url: "https://api.test/posts" };

/** A client whose requests get these answers, one after the other; what was asked is in `asked`. */
function clientAnswered(...answers: { status?: number; etag?: string; body?: unknown }[]) {
  const asked: string[] = [];
  const send: Send = async (url, init) => {
    asked.push(`${url.pathname}${url.search} ${init?.headers?.["if-none-match"] ?? ""}`.trim());
    const { status = 200, etag, body } = answers.shift() ?? { status: 500 };
    return { status, etag, body: JSON.stringify(body) ?? "" };
  };
  return { client: crawlClient("https://api.test/", send, 1), asked };
}

describe("a client of a deployed stack", () => {
  test("asks with the ETag it knows, and keeps the status while it is unchanged", async () => {
    const { client, asked } = clientAnswered(
      { body: status, etag: '"e1"' },
      { status: 304, etag: '"e1"' },
    );
    expect(await client.status(crawlId)).toEqual(status);
    expect(await client.status(crawlId)).toEqual(status);
    expect(asked).toEqual([`/crawls/${crawlId}`, `/crawls/${crawlId} "e1"`]);
  });

  test("reads an answer that a later version has added to", async () => {
    const { client } = clientAnswered({ body: { ...status, mood: "fine" } });
    expect(await client.status(crawlId)).toEqual(status);
  });

  test("gives the posts of every page", async () => {
    const post = {
      post_id: "1abc",
      subreddit: "aww",
      title: "Cat",
      author: "catperson",
      permalink: "https://www.reddit.com/comments/1abc/",
      outcome: "stored",
      decided_at: "2026-11-22T20:00:07.000Z",
      links: [],
    };
    const page = { crawl_id: crawlId, picture_urls_expire_at: "2026-11-22T20:15:00.000Z" };
    const { client, asked } = clientAnswered(
      { body: { ...page, posts: [post], next_cursor: "1abc" } },
      { body: { ...page, posts: [{ ...post, post_id: "1abd" }] } },
    );
    const ids = [];
    for await (const posts of client.posts(crawlId)) ids.push(posts.map(({ post_id: id }) => id));
    expect(ids).toEqual([["1abc"], ["1abd"]]);
    expect(asked[1]).toContain("cursor=1abc");
  });

  test("asks again when it is throttled or the API fails for a moment", async () => {
    const { client, asked } = clientAnswered({ status: 429 }, { status: 502 }, { body: status });
    expect(await client.status(crawlId)).toEqual(status);
    expect(asked).toHaveLength(3);
  });

  test.each([
    [
      403,
      { message: "Forbidden" },
      /refused \(403\): Forbidden Your AWS user needs execute-api:Invoke/,
    ],
    [404, { detail: "There is no crawl X." }, /refused \(404\): There is no crawl X\./],
  ])("says why it was refused with %i, and asks once", async (code, body, message) => {
    const { client, asked } = clientAnswered({ status: code, body });
    await expect(client.status(crawlId)).rejects.toThrow(message);
    expect(asked).toHaveLength(1);
  });
});
