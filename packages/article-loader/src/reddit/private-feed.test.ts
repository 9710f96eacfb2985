import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { describe, expect, test } from "vitest";
// Loaded on demand by the feed's reader, for which the virtual clock does not wait.
import "htmlparser2";

import { createListingSources } from "../sources/listing-sources.ts";
import { feedEntry, feedXml } from "../testing/feed-xml.ts";
import { FakeWorld } from "../testing/loader-world.ts";
import { replyOf, type ScriptedReply } from "../testing/scripted-http.ts";
import { parseFeedKey, type FeedKeyStore } from "./feed-key.ts";

const key = { user: "catperson", token: "0123456789abcdef" };

function setUp(reply: ScriptedReply, store: FeedKeyStore = { read: async () => key }) {
  const world = new FakeWorld();
  const asked: URL[] = [];
  world.sources = createListingSources(
    async ({ url }) => {
      asked.push(url);
      return replyOf(reply);
    },
    undefined,
    world.clock,
    2000,
    store,
  );
  world.http = async ({ url }) => {
    asked.push(url);
    return replyOf(reply);
  };
  return { world, asked };
}
const page = { body: feedXml([feedEntry("a1")]) };

describe("a user's private feed", () => {
  test("is asked as its user's own, and the rest stays as it is", async () => {
    const { world, asked } = setUp(page);
    await world.load({ source: "feed" });
    expect(
      asked.map(({ pathname, searchParams }) => [pathname, Object.fromEntries(searchParams)]),
    ).toEqual([["/r/aww/top/.rss", { limit: "100", t: "day", feed: key.token, user: key.user }]]);
    expect(world.sent).toHaveLength(1);
  });

  test.each([
    ["what is found", page],
    ["a refusal", { status: 403, body: `<html>?feed=${key.token}</html>` }],
    [
      "a redirect",
      { status: 302, headers: { location: `/login/?dest=%2F%3Ffeed%3D${key.token}` } },
    ],
    ["something else", { status: 200, body: `{"self":"?feed=${key.token}"}` }],
    ["a network error", new RetryableError("connection-broken", "GET www.reddit.com: broken")],
  ])("leaves its token nowhere, with %s", async (_, reply) => {
    const { world } = setUp(reply);
    const thrown = await world.load({ source: "feed" }).catch(String);
    expect(world.lines.length).toBeGreaterThan(0);
    const everything = [
      thrown,
      world.lines,
      world.summaries,
      world.records,
      world.sent,
      [...world.texts],
    ];
    expect(JSON.stringify(everything)).not.toContain(key.token);
  });

  test("whose secret cannot be had leaves the listing to the archive, and says so", async () => {
    const read = async () => parseFeedKey('{"user":"catperson"}');
    const { world } = setUp({ body: '{"data":[]}' }, { read });
    await world.load({ source: "keyless", sortMethod: "new" }).catch(() => undefined);
    expect(world.lines).toContainEqual(
      expect.objectContaining({
        event: "feed-refused",
        error: expect.objectContaining({ code: "credentials-malformed" }),
      }),
    );
  });
});

test.each([
  ['{"user":"catperson"}', "token is missing"],
  ['{"user":"a b","token":"0123456789abcdef"}', "user is missing or has other"],
  ["0123456789abcdef", "it is no JSON object"],
])("a secret such as %s is malformed, and is not told", (text, words) => {
  expect(() => parseFeedKey(text)).toThrow(words);
  expect(() => parseFeedKey(text)).not.toThrow("0123456789abcdef");
});
