// Loaded beforehand: a virtual clock waits for no module.
import "htmlparser2";

import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import type { OutboundRequest } from "@reddit-crawler/function-runtime/http/outbound-http";
import { describe, expect, test } from "vitest";

import type { PageRequest } from "../reddit/listing-page.ts";
import { createListingSources } from "../sources/listing-sources.ts";
import { feedEntry, feedXml } from "../testing/feed-xml.ts";
import { listingJson, pictureChild, pictureChildren } from "../testing/listing-json.ts";
import { FakeWorld, crawlRequest } from "../testing/loader-world.ts";
import { scriptedHttp, type ScriptedReply } from "../testing/scripted-http.ts";
import { readFrom, readPostsFrom } from "./read-page.ts";

const page: PageRequest = {
  subreddit: "aww",
  sortMethod: "top",
  timeFilter: "day",
  limit: 100,
  after: undefined,
  count: 0,
  requestedAt: "2026-11-22T20:00:00.000Z",
  most: 100,
};

/** A world that reads `reply` by the API with these credentials, or by the feed without. */
function setUp(reply: (request: OutboundRequest) => ScriptedReply, clientSecret?: string) {
  const world = new FakeWorld();
  const { clock } = world;
  const sentAtMs: number[] = [];
  let granted = 0;
  const { http, requests } = scriptedHttp((request) => {
    if (request.url.pathname !== "/api/v1/access_token") {
      sentAtMs.push(clock.now());
      return reply(request);
    }
    granted += 1;
    return { body: JSON.stringify({ access_token: `t${granted}`, expires_in: 86_400 }) };
  });
  const credentials = clientSecret !== undefined && {
    read: async () => ({ client_id: "id", client_secret: clientSecret }),
  };
  world.http = http;
  world.sources = createListingSources(http, credentials || undefined, clock, 2000);
  const source = world.sources.api ?? world.sources.feed;
  const crawl = world.crawl();
  return {
    requests,
    sentAtMs,
    read: (more: Partial<PageRequest> = {}) =>
      clock.run(readFrom(source, { ...page, ...more }, world, crawl)),
    readPosts: (postIds: string[]) => clock.run(readPostsFrom(source, postIds, world, crawl)),
  };
}

describe("a listing of Reddit's API", () => {
  const onePost = () => ({ body: listingJson([pictureChild("a1")]) });

  test("is asked for with a bearer token that is asked for once, each time at its turn", async () => {
    const { read, requests, sentAtMs } = setUp(onePost, "s3cret");
    expect((await read()).posts.map(({ id }) => id)).toEqual(["a1"]);
    await read();
    expect(requests.map(({ url, headers }) => [url.href, headers?.["authorization"]])).toEqual([
      ["https://www.reddit.com/api/v1/access_token", "Basic aWQ6czNjcmV0"],
      ["https://oauth.reddit.com/r/aww/top?limit=100&t=day&raw_json=1", "bearer t1"],
      ["https://oauth.reddit.com/r/aww/top?limit=100&t=day&raw_json=1", "bearer t1"],
    ]);
    expect(sentAtMs[1]! - sentAtMs[0]!).toBeGreaterThanOrEqual(2000);
  });

  test("is asked for as an installed app when there is no secret", async () => {
    const { read, requests } = setUp(() => ({ body: listingJson([]) }), "");
    await read();
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
      grant_type: "https://oauth.reddit.com/grants/installed_client",
      device_id: "DO_NOT_TRACK_THIS_DEVICE",
    });
  });

  test("renews a refused token once and waits its turn again", async () => {
    const { read, requests, sentAtMs } = setUp(
      ({ headers }) => (headers?.["authorization"] === "bearer t1" ? { status: 401 } : onePost()),
      "s3cret",
    );
    expect((await read()).posts).toHaveLength(1);
    expect(requests).toHaveLength(4);
    expect(sentAtMs[1]! - sentAtMs[0]!).toBeGreaterThanOrEqual(2000);
  });

  test("gives up when a fresh token is refused, too", async () => {
    const { read, requests } = setUp(() => ({ status: 401 }), "s3cret");
    await expect(read()).rejects.toMatchObject({
      name: "PermanentError",
      code: "credentials-refused",
    });
    expect(requests).toHaveLength(4);
  });

  test("answers for single posts by their fullnames, at one turn", async () => {
    const { readPosts, requests, sentAtMs } = setUp(onePost, "s3cret");
    expect((await readPosts(["a1", "b2"])).map(({ id }) => id)).toEqual(["a1"]);
    expect(requests.at(-1)?.url.href).toBe(
      "https://oauth.reddit.com/api/info?id=t3_a1%2Ct3_b2&raw_json=1",
    );
    expect(sentAtMs).toHaveLength(1);
  });
});

describe("the public feed", () => {
  test("is read without any key, a minute apart, and says what it does not know", async () => {
    const { read, requests, sentAtMs } = setUp(() => ({ body: feedXml([feedEntry("a1")]) }));
    const second = { limit: 25, after: "t3_z", count: 9 };
    const { posts, after } = await read({ ...second, sortMethod: "new", timeFilter: "all" });
    expect(posts.map(({ id }) => id)).toEqual(["a1"]);
    expect(after).toBeUndefined();
    expect(requests.map(({ url, headers }) => [url.href, headers])).toEqual([
      ["https://www.reddit.com/r/aww/new/.rss?limit=25&t=all&after=t3_z&count=9", undefined],
    ]);
    await read();
    expect(sentAtMs[1]! - sentAtMs[0]!).toBeGreaterThanOrEqual(60_000);
    expect(new FakeWorld().sources.feed.note).toMatch(/no scores.*NSFW.*gallery/);
  });

  test.each([
    [0, undefined],
    [4, undefined],
    [5, "t3_a4"],
    [9, "t3_a8"],
    [10, "t3_a9"],
  ])("a page of %i entries where 10 were asked for is followed by %s", async (entries, after) => {
    const ids = Array.from({ length: entries }, (_, index) => `a${index}`);
    const { read } = setUp(() => ({ body: feedXml(ids.map((id) => feedEntry(id))) }));
    expect((await read({ limit: 10 })).after).toBe(after);
  });

  test("is refused with 401 for as long as any other answer that is no feed", async () => {
    const { read, requests } = setUp(() => ({ status: 401 }));
    await expect(read()).rejects.toMatchObject({ code: "answer-unexpected" });
    expect(requests).toHaveLength(3);
  });

  test("knows no single posts", async () => {
    const { readPosts, requests } = setUp(() => ({ body: feedXml([]) }));
    expect(await readPosts(["a1"])).toEqual([]);
    expect(requests).toEqual([]);
  });
});

describe("when Reddit asks to wait", () => {
  test("the crawl waits and goes on", async () => {
    const world = new FakeWorld({
      "": [
        new ThrottledError("rate-limited", "Reddit asks to wait 600 s.", 600),
        { children: pictureChildren("a", 1) },
      ],
    });
    await world.load();
    const [first = 0, second = 0] = world.requestedAtMs;
    expect(second - first).toBeGreaterThanOrEqual(600_000);
    expect(world.sent).toHaveLength(1);
    expect(world.lines).toContainEqual(
      expect.objectContaining({
        event: "waiting",
        reason: "reddit-asks-to-wait",
        seconds: 600,
        crawlId: crawlRequest.crawlId,
      }),
    );
  });

  test("by an exhausted budget, the next page waits for the next window", async () => {
    const world = new FakeWorld();
    const headers = { "x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "217" };
    world.answers = {
      "": [{ children: pictureChildren("a", 1), after: "t3_p1", headers }],
      t3_p1: [{ children: [] }],
    };
    await world.load();
    const [first = 0, second = 0] = world.requestedAtMs;
    expect(second - first).toBeGreaterThanOrEqual(217_000);
    expect(world.lines).toContainEqual(expect.objectContaining({ RedditBudget: 0 }));
  });

  test("it waits a minute where no time is named", async () => {
    const world = new FakeWorld({
      "": [new ThrottledError("rate-limited", "Wait.", undefined), { children: [] }],
    });
    await world.load();
    const [first = 0, second = 0] = world.requestedAtMs;
    expect(second - first).toBeGreaterThanOrEqual(60_000);
  });

  test("longer than the invocation lasts, the request is put off and no attempt is lost", async () => {
    const world = new FakeWorld({
      "": [new ThrottledError("rate-limited", "Reddit asks to wait.", 3000)],
    });
    await world.load();
    expect(world.pages).toHaveLength(1);
    expect(world.published).toEqual([
      { ...crawlRequest, deferred: 1, deferredFor: "rate-limited" },
    ]);
    expect(world.delaysSeconds).toEqual([900]);
    const until = new Date(world.clock.now() + 900_000).toISOString();
    const waiting = { reason: "reddit-asks-to-wait", until };
    expect(world.summary).toMatchObject({ state: "listing", waiting });
  });
});

describe("when Reddit cannot answer", () => {
  const down = () => new RetryableError("reddit-down", "Reddit answered 503.");

  test("the page is asked for again after a backoff", async () => {
    const world = new FakeWorld({ "": [down(), down(), { children: pictureChildren("a", 1) }] });
    await world.load();
    const [first = 0, second = 0, third = 0] = world.requestedAtMs;
    expect(second - first).toBeGreaterThanOrEqual(2000);
    expect(third - second).toBeGreaterThan(second - first);
    expect(world.sent).toHaveLength(1);
  });

  test("for long, the crawl is put off for a minute", async () => {
    const world = new FakeWorld({ "": [down()] });
    await world.load();
    expect(world.pages).toHaveLength(3);
    expect(world.published).toMatchObject([{ deferred: 1 }]);
    expect(world.delaysSeconds).toEqual([60]);
    expect(world.summary).toMatchObject({
      state: "listing",
      failure: { code: "reddit-down", retryable: true },
      waiting: { reason: "backoff" },
    });
  });

  test("and no time is left, it is not asked again", async () => {
    const world = new FakeWorld({ "": [down()] });
    world.timeoutMs = 61_000;
    await world.load();
    expect(world.pages).toHaveLength(1);
    expect(world.published).toHaveLength(1);
  });

  test("a later success leaves no failure in the summary", async () => {
    const world = new FakeWorld({ "": [down(), down(), down(), { children: [] }] });
    await world.load();
    await world.load(world.published[0]);
    expect(world.summary?.failure).toBeUndefined();
  });
});
