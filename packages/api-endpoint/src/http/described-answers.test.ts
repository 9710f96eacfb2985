import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { describeApi } from "@reddit-crawler/message-schema/http-api/describe-api";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";

import { fakeEndpoint, type Sent } from "../testing/fake-endpoint.ts";
import { storeCrawl } from "../testing/stored-crawl.ts";

const description = JSON.parse(JSON.stringify(describeApi()));
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(description, "api");
const validatorOf = (name: string) => ajv.compile({ $ref: `api#/components/schemas/${name}` });
const crawl = "01KAR7Q8Z4M3XWQ0V5T9B2C6DE";

test("every path of the description is answered by the function, and no other method", async () => {
  const { send } = fakeEndpoint();
  for (const [path, item] of Object.entries<object>(description.paths)) {
    const real = path.replace("{crawl_id}", crawl);
    const { headers } = await send({ method: "DELETE", path: real });
    const methods = Object.keys(item).filter((key) => key !== "parameters");
    expect(String(headers?.allow).split(", ").toSorted()).toEqual(
      methods.map((method) => method.toUpperCase()).toSorted(),
    );
  }
});

describe("what the function answers is what the description says", () => {
  const away = async () => {
    throw new RetryableError("topic-unavailable", "SNS is away");
  };
  const list = { method: "GET" };
  const status = { method: "GET", path: `/crawls/${crawl}` };
  const posts = { method: "GET", path: `/crawls/${crawl}/posts` };
  const none = crawl.replace("01", "00");
  test.each<[number, string, Sent, publish?: () => Promise<string>]>([
    [201, "/crawls", {}],
    [201, "/crawls", { body: '{"subreddit":"r/aww+cats","sort_method":"new","limit":7}' }],
    [
      201,
      "/crawls",
      {
        body: '{"subreddit":"aww","media_hosts":["reddit"],"nsfw":false,"spoilers":true,"min_score":5,"flair":"Cats","author":"u/cat","since":"2026-11-22T20:00:00Z","max_per_post":3}',
      },
    ],
    [400, "/crawls", { body: '{"subreddit":1,"limt":3}' }],
    [400, "/crawls", { body: "[]" }],
    [413, "/crawls", { body: `"${"x".repeat(9000)}"` }],
    [415, "/crawls", { contentType: "text/plain" }],
    [502, "/crawls", {}, away],
    [200, "/crawls", list],
    [400, "/crawls", { ...list, query: { cursor: "x" } }],
    [200, "/crawls/{crawl_id}", status],
    [404, "/crawls/{crawl_id}", { ...status, path: `/crawls/${none}` }],
    [200, "/crawls/{crawl_id}/posts", posts],
    [400, "/crawls/{crawl_id}/posts", { ...posts, query: { limit: "0" } }],
  ])("%i %s of %j", async (expected, path, sent, publish) => {
    const { send, bucket } = fakeEndpoint(publish);
    const failure = { code: "rate-limited", message: "Reddit asks to wait.", retryable: true };
    const summary = {
      note: "Read from the feed.",
      cutByReddit: true,
      failure,
      mediaHosts: "reddit,imgur",
      nsfw: false,
      minScore: 5,
    };
    storeCrawl(bucket, { crawlId: crawl, posts: 3, announced: "finished", summary });
    const answer = await send(sent);
    expect(answer.statusCode).toBe(expected);
    const method = (sent.method ?? "POST").toLowerCase();
    const { content } = description.paths[path][method].responses[expected];
    expect(Object.keys(content)).toEqual([answer.headers?.["content-type"]]);
    const [{ schema }] = Object.values<{ schema: { $ref: string } }>(content) as [
      { schema: { $ref: string } },
    ];
    const validate = ajv.compile({ $ref: `api${schema.$ref}` });
    expect(validate(answer.json) ? [] : validate.errors).toEqual([]);
  });
});

describe("what the description allows is what the function takes", () => {
  const allows = validatorOf("CrawlInput");
  test.each([
    ["only a subreddit", { subreddit: "aww" }, true],
    ["everything", { subreddit: "aww", sort_method: "new", time_filter: "all", limit: 1000 }, true],
    ["a filter", { subreddit: "aww", min_score: 3, author: "u/catperson", max_per_post: 1 }, true],
    ["no subreddit", { limit: 5 }, false],
    ["another order", { subreddit: "aww", sort_method: "best" }, false],
    ["the archive's limit", { subreddit: "aww", limit: 100_000, source: "archive" }, true],
    ["a limit beyond the archive's", { subreddit: "aww", limit: 100_001 }, false],
    ["an author that is none", { subreddit: "aww", author: "a b" }, false],
    ["a field that nobody knows", { subreddit: "aww", limt: 5 }, false],
  ])("%s", async (_, body, allowed) => {
    const answer = await fakeEndpoint().send({ body: JSON.stringify(body) });
    expect(allows(body)).toBe(allowed);
    expect(answer.statusCode).toBe(allowed ? 201 : 400);
  });
});
