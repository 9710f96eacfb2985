import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { crawlIdSchema, crawlRequestSchema } from "@reddit-crawler/message-schema";
import { anything, asyncProperty, assert, oneof, record, string } from "fast-check";
import { describe, expect, test } from "vitest";

import { fakeEndpoint, type Sent } from "./testing/fake-endpoint.ts";
import { createHandler } from "./handler.ts";

describe("POST /crawls", () => {
  test("answers 201 with the crawl and where to find it", async () => {
    const { send, published } = fakeEndpoint();
    const answer = await send();
    const id = published[0]?.crawlId ?? "";
    expect(crawlIdSchema.safeParse(id).success).toBe(true);
    expect(answer.statusCode).toBe(201);
    expect(answer.headers).toEqual({
      "content-type": "application/json",
      location: `/crawls/${id}`,
    });
    expect(answer.json).toEqual({
      crawl_id: id,
      subreddit: "aww",
      address: "r/aww",
      sort_method: "top",
      time_filter: "day",
      limit: 100,
      requested_at: "2026-11-22T20:00:00.000Z",
      status_url: `https://api.example.com/crawls/${id}`,
    });
  });

  test.each(["a b", "[::1", "%zz", "host:99999999", ""])(
    "answers 201 with a relative location for the host name %j, which is no URL's",
    async (host) => {
      const { send, published } = fakeEndpoint();
      const { statusCode, headers } = await send({ host });
      expect([statusCode, published.length]).toEqual([201, 1]);
      expect(headers).toMatchObject({ location: `/crawls/${published[0]?.crawlId}` });
    },
  );

  test("publishes one request that the contract accepts", async () => {
    const { send, published } = fakeEndpoint();
    await send({ body: '{"subreddit":"/r/a1+b2/","sort_method":"new","limit":7}' });
    expect(published.map((request) => crawlRequestSchema.parse(request))).toEqual([
      expect.objectContaining({
        schemaVersion: 1,
        subreddit: "a1+b2",
        sortMethod: "new",
        limit: 7,
      }),
    ]);
  });

  test("hands the trace of its request on, and names it on every line", async () => {
    const { send, published, lines } = fakeEndpoint();
    const traceId = "1-5759e988-bd862e3fe1be46a994272793";
    await send({ headers: { "x-amzn-trace-id": `Root=${traceId};Sampled=1` } });
    expect(published).toMatchObject([{ traceId }]);
    expect(new Set(lines.map((line) => JSON.parse(line).xray_trace_id))).toEqual(
      new Set([traceId]),
    );
  });

  test("answers only after SNS has given a message id", async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    let answered = false;
    const answer = fakeEndpoint(() => promise)
      .send()
      .then(({ statusCode }) => ((answered = true), statusCode));
    await new Promise(setImmediate);
    expect(answered).toBe(false);
    resolve("m-1");
    expect(await answer).toBe(201);
  });

  test("decodes a body that came as base64", async () => {
    const body = Buffer.from('{"subreddit":"aww"}').toString("base64");
    expect((await fakeEndpoint().send({ body, isBase64Encoded: true })).statusCode).toBe(201);
  });

  test("names the stage in its URLs where the path has one", async () => {
    const { json, headers } = await fakeEndpoint().send({ stage: "dev", path: "/dev/crawls" });
    expect(headers?.location).toBe(`/dev/crawls/${json.crawl_id}`);
    expect(json.status_url).toBe(`https://api.example.com/dev/crawls/${json.crawl_id}`);
  });

  test("names the scheme that the caller used", async () => {
    const { json } = await fakeEndpoint().send({ headers: { "x-forwarded-proto": "http" } });
    expect(json.status_url).toMatch(/^http:\/\/api\.example\.com\//);
  });
});

describe("a refusal", () => {
  test.each<[string, number, Sent]>([
    ["another path", 404, { path: "/" }],
    ["a path below a crawl", 404, { path: "/crawls/01KAR7Q8Z4M3XWQ0V5T9B2C6DE/pictures" }],
    ["an id that is none", 404, { path: "/crawls/latest" }],
    ["a crawl that is written to", 405, { path: "/crawls/01KAR7Q8Z4M3XWQ0V5T9B2C6DE" }],
    ["a path that only starts alike", 404, { path: "/crawlsx" }],
    ["the stage's path of another stage", 404, { path: "/dev/crawls" }],
    ["PUT", 405, { method: "PUT" }],
    ["DELETE", 405, { method: "DELETE" }],
    ["no content type", 415, { contentType: undefined }],
    ["a form", 415, { contentType: "application/x-www-form-urlencoded" }],
    ["a body above 8 KiB", 413, { body: " ".repeat(8193) }],
    ["no body", 400, { body: undefined }],
    ["no JSON", 400, { body: "{" }],
    ["a wrong field", 400, { body: '{"subreddit":"a b"}' }],
    ["an unknown field", 400, { body: '{"subreddit":"aww","sort":"top"}' }],
    ["a prototype as field", 400, { body: '{"subreddit":"aww","__proto__":{"limit":1}}' }],
  ])("of %s is %i, in one shape, and publishes nothing", async (_, status, sent) => {
    const { send, published, lines } = fakeEndpoint();
    const { statusCode, headers, json } = await send(sent);
    expect(statusCode).toBe(status);
    expect(headers?.["content-type"]).toBe("application/problem+json");
    expect(json).toMatchObject({
      type: "about:blank",
      title: expect.stringMatching(/^[A-Z]/),
      status,
      detail: expect.stringMatching(/\.$/),
      instance: "JKJaXmPLvHcESHA=",
    });
    expect(published).toEqual([]);
    expect(lines.join()).toContain('"event":"request-answered"');
    expect(lines.join()).not.toContain('"event":"request-failed"');
  });

  test("of a method says which one is allowed", async () => {
    expect((await fakeEndpoint().send({ method: "PUT" })).headers).toMatchObject({
      allow: "GET, POST",
    });
  });

  test("of a body names the field", async () => {
    const { json } = await fakeEndpoint().send({ body: '{"subreddit":"aww","limit":0}' });
    expect(json.errors).toEqual([
      {
        field: "limit",
        detail:
          "must be a whole number from 1 to 1000, or to 100000 with the source archive or file",
      },
    ]);
  });
});

describe("a failure", () => {
  const statusRequest = { method: "GET", path: "/crawls/01KAR7Q8Z4M3XWQ0V5T9B2C6DE" };
  test.each<[string, number, Error, Sent, number]>([
    ["an SNS error", 502, new RetryableError("topic-unavailable", "no"), {}, 1],
    ["no message id", 502, new RetryableError("publish-unconfirmed", "no"), {}, 1],
    ["an S3 error", 502, new RetryableError("bucket-unavailable", "no"), statusRequest, 0],
    ["a bug", 500, new TypeError("no"), {}, 1],
  ])("by %s is %i, and is logged", async (_, status, error, sent, attempts) => {
    const { send, bucket, published, lines } = fakeEndpoint(() => Promise.reject(error));
    bucket.faults.push(error);
    const { statusCode, headers } = await send(sent);
    expect(statusCode).toBe(status);
    expect(headers?.["content-type"]).toBe("application/problem+json");
    expect(published).toHaveLength(attempts);
    expect(lines.join()).toContain('"event":"request-failed"');
  });

  test("of SNS is 502 and says that the crawl may not start", async () => {
    const { send, lines } = fakeEndpoint(async () => {
      throw new RetryableError("topic-unavailable", "SNS: AuthorizationError at arn:topic");
    });
    const { statusCode, json, body } = await send();
    expect(statusCode).toBe(502);
    expect(json).toMatchObject({ title: "Bad Gateway", instance: "JKJaXmPLvHcESHA=" });
    expect(body).not.toContain("arn:topic");
    expect(lines.join("\n")).toContain("AuthorizationError at arn:topic");
  });

  test("of our own is 500 without a word of its cause, which the log has", async () => {
    const { send, lines } = fakeEndpoint(() =>
      Promise.reject(new TypeError("x is not a function")),
    );
    const { statusCode, body } = await send();
    expect(statusCode).toBe(500);
    expect(body).not.toMatch(/not a function|\.ts|at /);
    expect(lines.join("\n")).toContain("x is not a function");
  });

  test("lists every wrong variable at the cold start", () => {
    expect(() => createHandler({ LOG_LEVEL: "loud" })).toThrow(
      /CRAWL_TOPIC_ARN.*CRAWL_QUEUE_URL.*LOG_LEVEL/,
    );
  });
});

describe("the log", () => {
  test("has one JSON object a line, with the request's id, whatever was sent", async () => {
    const { send, lines } = fakeEndpoint();
    await send({ body: '{"subreddit":"a\\n{\\"level\\":\\"error\\"}"}', path: "/crawls" });
    await send({ path: '/"}\n{"event":"forged"}' });
    expect(lines.map((line) => JSON.parse(line).requestId)).toEqual(
      lines.map(() => "JKJaXmPLvHcESHA="),
    );
    expect(lines.every((line) => !line.includes("\n"))).toBe(true);
  });

  test("connects the request with its crawl and SNS's message", async () => {
    const { send, lines } = fakeEndpoint();
    const { json } = await send();
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({
        event: "crawl-requested",
        crawlId: json.crawl_id,
        messageId: "m-1",
        requestId: "JKJaXmPLvHcESHA=",
      }),
    );
  });
});

test("answers any body and any event, and publishes nothing invalid", async () => {
  const { handler, send, get, published } = fakeEndpoint();
  await assert(
    asyncProperty(anything(), string(), async (value, text) => {
      const answers = await Promise.all([
        send({ body: JSON.stringify(value) }),
        send({ body: JSON.stringify({ subreddit: text, limit: value }) }),
        send({ body: text, isBase64Encoded: true }),
        send({ path: text, method: text }),
        get(`/crawls/${text}`, { cursor: text }),
        get("/crawls", { limit: text, [text]: text }),
      ]);
      expect(
        answers.every(({ statusCode }) => [200, 201, 400, 404].includes(statusCode ?? 0)),
      ).toBe(true);
    }),
  );
  const eventLike = record({ requestContext: anything(), headers: anything() });
  await assert(
    asyncProperty(oneof(anything(), eventLike), async (event) => {
      // @ts-expect-error: not what API Gateway sends
      const { statusCode } = await handler(event);
      expect(statusCode).toBeGreaterThanOrEqual(400);
    }),
  );
  for (const request of published) crawlRequestSchema.parse(request);
});
