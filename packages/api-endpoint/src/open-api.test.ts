import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { fromJSONSchema } from "zod";

import { fakeEndpoint, type Sent } from "./fakes/fake-endpoint.ts";
import { openApiDocument } from "./open-api.ts";

const document = JSON.parse(JSON.stringify(openApiDocument()));
const { CrawlInput, CreatedCrawl, ProblemDetails } = document.components.schemas;

test("the API's description is the one that is published", async () => {
  const json = `${JSON.stringify(document, undefined, 2)}\n`;
  await expect(json).toMatchFileSnapshot("../openapi.json");
});

test("the description is valid OpenAPI 3.1", async () => {
  const validator = new Validator();
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
  expect(validator.version).toBe("3.1");
  expect(await new Validator().validate({ ...document, paths: { crawls: {} } })).toMatchObject({
    valid: false,
  });
});

describe("what the function answers is what the description says", () => {
  const away = async () => {
    throw new RetryableError("topic-unavailable", "SNS is away");
  };
  test.each<[status: number, sent: Sent, publish?: () => Promise<string>]>([
    [201, {}],
    [201, { body: '{"subreddit":"r/aww+cats","sort_method":"new","limit":7}' }],
    [201, { body: '{"subreddit":"aww","media_hosts":["reddit"],"nsfw":false,"spoilers":true}' }],
    [400, { body: '{"subreddit":1,"limt":3}' }],
    [400, { body: "[]" }],
    [413, { body: `"${"x".repeat(9000)}"` }],
    [415, { contentType: "text/plain" }],
    [502, {}, away],
  ])("%s", async (status, sent, publish) => {
    const answer = await fakeEndpoint(publish).send(sent);
    expect(answer.statusCode).toBe(status);
    const described = document.paths["/crawls"].post.responses[status].content;
    expect(Object.keys(described)).toEqual([answer.headers?.["content-type"]]);
    const schema = fromJSONSchema(status === 201 ? CreatedCrawl : ProblemDetails);
    expect(schema.safeParse(answer.json)).toMatchObject({ success: true });
  });
});

describe("what the description allows is what the function takes", () => {
  const described = fromJSONSchema(CrawlInput);
  test.each([
    ["only a subreddit", { subreddit: "aww" }, true],
    ["everything", { subreddit: "aww", sort_method: "new", time_filter: "all", limit: 1000 }, true],
    ["no subreddit", { limit: 5 }, false],
    ["another order", { subreddit: "aww", sort_method: "best" }, false],
    ["a limit beyond Reddit's", { subreddit: "aww", limit: 1001 }, false],
    ["a field that nobody knows", { subreddit: "aww", limt: 5 }, false],
  ])("%s", async (_, body, allowed) => {
    const answer = await fakeEndpoint().send({ body: JSON.stringify(body) });
    expect(described.safeParse(body).success).toBe(allowed);
    expect(answer.statusCode).toBe(allowed ? 201 : 400);
  });
});
