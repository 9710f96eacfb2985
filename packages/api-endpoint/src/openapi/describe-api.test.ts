import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";

import { fakeEndpoint, type Sent } from "../fakes/fake-endpoint.ts";
import { storeCrawl } from "../fakes/stored-crawl.ts";
import { describeApi } from "./describe-api.ts";

const description = describeApi();
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(description, "api");

test("the description is the one that was published", async () => {
  await expect(`${JSON.stringify(description, undefined, 2)}\n`).toMatchFileSnapshot(
    "../../openapi.json",
  );
});

test("every path of the description is answered by the function, and no method besides", async () => {
  const { send } = fakeEndpoint();
  for (const [path, item] of Object.entries(description.paths)) {
    const real = path.replace("{crawl_id}", "01KAR7Q8Z4M3XWQ0V5T9B2C6DE");
    const { headers } = await send({ method: "DELETE", path: real });
    const methods = Object.keys(item).filter((key) => key !== "parameters");
    expect(String(headers?.allow).split(", ").toSorted()).toEqual(
      methods.map((method) => method.toUpperCase()).toSorted(),
    );
  }
});

const crawl = "01KAR7Q8Z4M3XWQ0V5T9B2C6DE";
test.each<[number, string, Sent]>([
  [201, "CreatedCrawl", {}],
  [400, "Problem", { body: '{"subreddit":7}' }],
  [415, "Problem", { contentType: "text/plain" }],
  [404, "Problem", { path: "/nothing" }],
  [200, "CrawlList", { method: "GET" }],
  [200, "CrawlStatus", { method: "GET", path: `/crawls/${crawl}` }],
  [200, "CrawlPosts", { method: "GET", path: `/crawls/${crawl}/posts` }],
  [400, "Problem", { method: "GET", path: `/crawls/${crawl}/posts`, query: { limit: "0" } }],
])("an answer of %i is a %s, of %j", async (status, name, sent) => {
  const { send, bucket } = fakeEndpoint();
  const failure = { code: "rate-limited", message: "Reddit asks to wait.", retryable: true };
  const filter = { minScore: 10, maxPerPost: 3 };
  const summary = { ...filter, note: "Read from the feed.", cutByReddit: true, failure };
  storeCrawl(bucket, { crawlId: crawl, posts: 3, announced: true, summary });
  const answer = await send(sent);
  expect(answer.statusCode).toBe(status);
  const validate = ajv.compile({ $ref: `api#/components/schemas/${name}` });
  expect(validate(answer.json) ? [] : validate.errors).toEqual([]);
});
