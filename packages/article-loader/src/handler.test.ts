// Loaded beforehand: a virtual clock waits for no module.
import "htmlparser2";

import { ConfigError } from "@reddit-crawler/function-runtime/errors";
import type { SNSEvent } from "aws-lambda";
import { describe, expect, test } from "vitest";

import { feedEntry, feedXml } from "./testing/feed-xml.ts";
import { listingJson, pictureChild } from "./testing/listing-json.ts";
import { FakeWorld, crawlRequest, environment } from "./testing/loader-world.ts";
import type { ScriptedReply } from "./testing/scripted-http.ts";
import { createHandler } from "./handler.ts";

function snsEvent(...messages: unknown[]): SNSEvent {
  const Records = messages.map((message, index) => ({
    Sns: {
      MessageId: `m${index}`,
      Message: typeof message === "string" ? message : JSON.stringify(message),
    },
  }));
  return { Records } as SNSEvent;
}

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
  const handle = (event: SNSEvent) => world.clock.run(handler(event, context));
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
    await handle(snsEvent({ ...crawlRequest, mediaHosts: "imgur,giphy,unknown" }));
    expect(world.sent.map(({ postId }) => postId)).toEqual(["a2"]);
    expect(world.records.map(({ reason }) => reason)).toEqual([
      "host-not-enabled",
      "host-not-enabled",
    ]);
    expect(world.summaries.at(-1)).toMatchObject({ mediaHosts: "imgur,giphy,unknown" });
  });

  test("hands the crawl request's trace on with each post, and names it on every line", async () => {
    const traceId = "1-5759e988-bd862e3fe1be46a994272793";
    const { world, handle } = setUp(() => ({ body: listingJson([pictureChild("a1")]) }));
    await handle(snsEvent({ ...crawlRequest, traceId }));
    expect(world.sent.map(({ text }) => JSON.parse(text))).toMatchObject([{ traceId }]);
    expect(world.lines.length).toBeGreaterThan(0);
    const expected = { function_request_id: "r1", xray_trace_id: traceId };
    expect(world.lines).toEqual(world.lines.map(() => expect.objectContaining(expected)));
  });

  test("reads Reddit's API when there are credentials", async () => {
    const listing = { body: listingJson([pictureChild("a1")]) };
    const { world, urls, handle } = setUp(() => listing);
    await handle(snsEvent(crawlRequest));
    expect(world.sent.map(({ postId }) => postId)).toEqual(["a1"]);
    expect(world.summaries.at(-1)).toMatchObject({ state: "listed", source: "oauth" });
    expect(urls.map((url) => url.host)).toEqual(["www.reddit.com", "oauth.reddit.com"]);
  });

  test("reads the public feed without them, and says so", async () => {
    const { world, urls, handle } = setUp(() => ({ body: feedXml([feedEntry("a1")]) }));
    world.withoutCredentials();
    await handle(snsEvent(crawlRequest));
    expect(world.sent.map(({ postId }) => postId)).toEqual(["a1"]);
    expect(world.summaries.at(-1)).toMatchObject({
      state: "listed",
      source: "feed",
      note: expect.stringContaining("no scores"),
    });
    expect(urls.map((url) => url.pathname)).toEqual(["/r/aww/top/.rss"]);
  });

  test("keeps its token and the distance between requests from event to event", async () => {
    const { world, urls, handle } = setUp(() => ({ body: listingJson([]) }));
    await handle(snsEvent(crawlRequest));
    await handle(snsEvent({ ...crawlRequest, crawlId: "01KAR7Q8Z4M3XWQ0V5T9B2C6DF" }));
    expect(urls).toHaveLength(3);
    const [first = 0, second = 0] = world.requestedAtMs;
    expect(second - first).toBeGreaterThanOrEqual(2000);
  });

  test("returns from an access error of the subreddit", async () => {
    const answer = { status: 403, body: '{"reason":"private"}' };
    const { world, handle } = setUp(() => answer);
    await handle(snsEvent(crawlRequest));
    expect(world.summaries.at(-1)).toMatchObject({
      state: "failed",
      failure: { code: "subreddit-private" },
    });
  });

  test("fails a crawl for good when all three attempts of one message have failed", async () => {
    const { world, handle } = setUp(() => ({ status: 503 }));
    const states: unknown[] = [];
    for (let attempt = 1; attempt <= 3; attempt++) {
      await expect(handle(snsEvent(crawlRequest))).rejects.toMatchObject({ code: "reddit-down" });
      states.push(world.summaries.at(-1)?.state);
    }
    expect(states).toEqual(["listing", "listing", "failed"]);
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
    await expect(handle(snsEvent(message))).rejects.toMatchObject({
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
    await expect(handle(snsEvent("poison", crawlRequest))).rejects.toMatchObject({
      code: "crawl-request-malformed",
    });
    expect(world.sent).toHaveLength(1);
  });

  test("never logs a secret, a token or the key made of them", async () => {
    const { world, handle } = setUp(() => ({ status: 401 }));
    await expect(handle(snsEvent(crawlRequest))).rejects.toMatchObject({
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
      "CRAWL_TOPIC_ARN is missing",
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
