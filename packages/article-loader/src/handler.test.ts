// Loaded beforehand: a virtual clock waits for no module.
import "htmlparser2";

import { ConfigError, RetryableError } from "@reddit-crawler/function-runtime/errors";
import type { SNSEvent, SQSEvent } from "aws-lambda";
import { describe, expect, test } from "vitest";

import { feedEntry, feedXml } from "./testing/feed-xml.ts";
import { listingJson, pictureChild } from "./testing/listing-json.ts";
import { FakeWorld, crawlRequest, environment } from "./testing/loader-world.ts";
import type { ScriptedReply } from "./testing/scripted-http.ts";
import { createHandler } from "./handler.ts";

function sqsEvent(...messages: unknown[]): SQSEvent {
  return delivery(1, ...messages);
}

/** The event by which SQS delivers messages for the `receiveCount`th time. */
function delivery(receiveCount: number, ...messages: unknown[]): SQSEvent {
  const Records = messages.map((message, index) => ({
    messageId: `m${index}`,
    receiptHandle: `receipt-${index}-${receiveCount}`,
    body: typeof message === "string" ? message : JSON.stringify(message),
    attributes: { ApproximateReceiveCount: String(receiveCount) },
  }));
  return { Records } as SQSEvent;
}

const unreached = new RetryableError("connection-refused", "x");

function setUp(reply: (url: URL) => ScriptedReply) {
  const world = new FakeWorld();
  const urls: URL[] = [];
  const { http } = world;
  world.reply = reply;
  world.http = (request) => {
    urls.push(request.url);
    return http(request);
  };
  const handler = createHandler(environment, () => world);
  const context = { awsRequestId: "r1", getRemainingTimeInMillis: world.timeLeftMs };
  const handle = (event: SNSEvent | SQSEvent) => world.clock.run(handler(event, context));
  return { world, urls, handle };
}

describe("the handler", () => {
  test("counts of the open hosts those that the crawl wants", async () => {
    const listing = {
      body: listingJson([
        pictureChild("a1"),
        pictureChild("a2", { url: "https://i.imgur.com/abcdefg.jpg" }),
        pictureChild("a3", { url: "https://i.giphy.com/abcdefg.gif" }),
      ]),
    };
    const { world, handle } = setUp(() => listing);
    await handle(sqsEvent({ ...crawlRequest, mediaHosts: "imgur,giphy,unknown" }));
    expect(world.queued).toEqual(["a2"]);
    expect(world.records.map(({ reason }) => reason)).toEqual([
      "host-not-enabled",
      "host-not-enabled",
    ]);
    expect(world.summary).toMatchObject({ mediaHosts: "imgur,giphy,unknown" });
  });

  test("hands the crawl request's trace on with each post, and names it on every line", async () => {
    const traceId = "1-5759e988-bd862e3fe1be46a994272793";
    const { world, handle } = setUp(() => ({ body: listingJson([pictureChild("a1")]) }));
    await handle(sqsEvent({ ...crawlRequest, traceId }));
    expect(world.sent.map(({ text }) => JSON.parse(text))).toMatchObject([{ traceId }]);
    expect(world.lines.length).toBeGreaterThan(0);
    const expected = { function_request_id: "r1", xray_trace_id: traceId };
    expect(world.lines).toEqual(world.lines.map(() => expect.objectContaining(expected)));
  });

  test("reads Reddit's API when there are credentials", async () => {
    const listing = { body: listingJson([pictureChild("a1")]) };
    const { world, urls, handle } = setUp(() => listing);
    await handle(sqsEvent(crawlRequest));
    expect(world.queued).toEqual(["a1"]);
    expect(world.summary).toMatchObject({ state: "listed", source: "oauth" });
    expect(urls.map((url) => url.host)).toEqual(["www.reddit.com", "oauth.reddit.com"]);
  });

  test("reads the public feed without them, and says so", async () => {
    const { world, urls, handle } = setUp(() => ({ body: feedXml([feedEntry("a1")]) }));
    world.withoutCredentials();
    await handle(sqsEvent(crawlRequest));
    expect(world.queued).toEqual(["a1"]);
    expect(world.summary).toMatchObject({
      state: "listed",
      source: "feed",
      note: expect.stringContaining("no scores"),
    });
    expect(urls.map((url) => url.pathname)).toEqual(["/r/aww/top/.rss"]);
  });

  test("keeps its token and the distance between requests from event to event", async () => {
    const { world, urls, handle } = setUp(() => ({ body: listingJson([]) }));
    await handle(sqsEvent(crawlRequest));
    await handle(sqsEvent({ ...crawlRequest, crawlId: "01KAR7Q8Z4M3XWQ0V5T9B2C6DF" }));
    expect(urls).toHaveLength(3);
    const [first = 0, second = 0] = world.requestedAtMs;
    expect(second - first).toBeGreaterThanOrEqual(2000);
  });

  test("returns from an access error of the subreddit", async () => {
    const answer = { status: 403, body: '{"reason":"private"}' };
    const { world, handle } = setUp(() => answer);
    await handle(sqsEvent(crawlRequest));
    expect(world.summary).toMatchObject({
      state: "failed",
      failure: { code: "subreddit-private" },
    });
  });

  test.each([
    ["as its sender published it", JSON.stringify(crawlRequest)],
    [
      "as SNS wraps it",
      JSON.stringify({ Type: "Notification", Message: JSON.stringify(crawlRequest) }),
    ],
  ])("lists a request of the crawl queue, %s", async (_, body) => {
    const { world, handle } = setUp(() => ({ body: listingJson([pictureChild("a1")]) }));
    await handle(sqsEvent(body));
    expect(world.summary).toMatchObject({ state: "listed", counts: { listed: 1 } });
  });

  test("puts a request that SNS itself brings into the queue, to wait for its turn", async () => {
    const { world, urls, handle } = setUp(() => ({}));
    const Sns = { MessageId: "m0", Message: JSON.stringify(crawlRequest) };
    await handle({ Records: [{ Sns }] } as SNSEvent);
    expect(world.published).toEqual([crawlRequest]);
    expect(urls).toEqual([]);
  });

  test("lets a message of the queue come again after a minute, then after two, and fails the crawl the third time", async () => {
    const { world, handle } = setUp(() => unreached);
    for (const [count, seconds] of [
      [1, 60],
      [2, 120],
    ] as const) {
      await expect(handle(delivery(count, crawlRequest))).rejects.toMatchObject({
        code: "connection-refused",
      });
      expect(world.effects.at(-1)).toBe(`show receipt-0-${count} in ${seconds} s`);
    }
    await handle(delivery(3, crawlRequest));
    expect(world.summary?.state).toBe("failed");
    expect(world.effects.at(-1)).toBe("announce the end");
  });

  test("throws what the attempt failed by also when the queue does not hear of it", async () => {
    const { world, handle } = setUp(() => unreached);
    world.crawls.showAgain = () => Promise.reject(new Error("SQS is away"));
    await expect(handle(sqsEvent(crawlRequest))).rejects.toMatchObject({
      code: "connection-refused",
    });
    expect(world.lines).toContainEqual(
      expect.objectContaining({ level: "warn", event: "attempt-delayed" }),
    );
  });

  test.each([
    ["text", "nothing like JSON", /message: /],
    ["another version", { ...crawlRequest, schemaVersion: 2 }, /schemaVersion/],
    ["a name that is none", { ...crawlRequest, subreddit: "../etc" }, /subreddit: must be/],
    [
      "too many hops",
      { ...crawlRequest, continuation: { after: "t3_a", hop: 11, listedPostIds: [] } },
      /hop/,
    ],
  ])("throws a poison message (%s) and asks Reddit nothing", async (_, message, said) => {
    const { world, urls, handle } = setUp(() => ({}));
    await expect(handle(sqsEvent(message))).rejects.toMatchObject({
      name: "PermanentError",
      code: "crawl-request-malformed",
      message: expect.stringMatching(said),
    });
    expect(urls).toEqual([]);
    expect(world.lines).toContainEqual(
      expect.objectContaining({ level: "error", event: "record-failed", messageId: "m0" }),
    );
  });

  test("does the other records of an event before it throws", async () => {
    const { world, handle } = setUp(() => ({ body: listingJson([pictureChild("a1")]) }));
    await expect(handle(sqsEvent("poison", crawlRequest))).rejects.toMatchObject({
      code: "crawl-request-malformed",
    });
    expect(world.sent).toHaveLength(1);
  });

  test("never logs a secret, a token or the key made of them", async () => {
    const { world, handle } = setUp(() => ({ status: 401 }));
    await expect(handle(sqsEvent(crawlRequest))).rejects.toMatchObject({
      code: "credentials-refused",
    });
    const everything = JSON.stringify([world.lines, world.summaries]);
    const key = Buffer.from("the-id:the-secret").toString("base64");
    for (const secret of ["the-secret", "the-token", key]) expect(everything).not.toContain(secret);
  });
});

describe("the cold start", () => {
  test("names every variable that is missing or wrong", () => {
    const start = () => createHandler({ REDDIT_REQUEST_DELAY_MS: "1999", LOG_LEVEL: "loud" });
    expect(start).toThrow(ConfigError);
    for (const name of [
      "CRAWL_QUEUE_URL is missing",
      "POST_QUEUE_URL is missing",
      "MEDIA_BUCKET is missing",
      "MEDIA_HOSTS is missing",
      "REDDIT_USER_AGENT is missing",
      "REDDIT_REQUEST_DELAY_MS must be a whole number of milliseconds from 2000 to 60000",
      "LOG_LEVEL must be debug, info, warn or error",
    ])
      expect(start).toThrow(name);
  });

  test("refuses picture hosts that nobody knows", () => {
    expect(() => createHandler({ ...environment, MEDIA_HOSTS: "reddit,nonsense" })).toThrow(
      ConfigError,
    );
  });
});
