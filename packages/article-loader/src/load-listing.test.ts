// Loaded beforehand: a virtual clock waits for no module.
import "htmlparser2";

import { ThrottledError } from "@reddit-crawler/function-runtime/errors";
import {
  countsOfText,
  postMessageSchema,
  postOfKey,
  tallyShardOf,
} from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { feedEntry, feedXml } from "./testing/feed-xml.ts";
import { pictureChild, pictureChildren, textChild } from "./testing/listing-json.ts";
import { FakeWorld, crawlRequest } from "./testing/loader-world.ts";

describe("a page", () => {
  test("becomes one message for each post with pictures and one record for each without", async () => {
    const world = new FakeWorld({
      "": [{ children: [pictureChild("a1"), textChild("a2"), pictureChild("a3")] }],
    });
    await world.load();
    expect(world.sent.map(({ text }) => postMessageSchema.parse(JSON.parse(text)))).toMatchObject([
      { crawlId: crawlRequest.crawlId, post: { id: "a1" }, links: [{ position: 1 }] },
      { post: { id: "a3" } },
    ]);
    expect(world.records).toMatchObject([
      { post: { id: "a2" }, outcome: "no-pictures", reason: "text-only", links: [] },
    ]);
    expect(world.summary).toMatchObject({
      state: "listed",
      source: "oauth",
      cutByReddit: true,
      counts: { pages: 1, listed: 3, queued: 2, withoutPictures: 1, picturesLinked: 2 },
    });
  });

  test("says in the keys of its records what posts without pictures add, and how many posts each shard has", async () => {
    const world = new FakeWorld({ "": [{ children: [pictureChild("a1"), textChild("a2")] }] });
    await world.load();
    const keys = [...world.texts.keys()].map(postOfKey);
    const { counts = "" } = keys.find(({ postId }) => postId === "a2") ?? {};
    expect(countsOfText(counts)).toMatchObject({
      outcome: "no-pictures",
      reasons: { "text-only": 1 },
    });
    const goals = world.summary?.listedPerShard ?? [];
    expect(goals[tallyShardOf("a1")]).toBeGreaterThanOrEqual(1);
    expect(goals.reduce((sum, goal) => sum + goal, 0)).toBe(2);
    expect(world.effects.at(-1)).toBe("announce the end");
  });

  test("keeps what its posts link elsewhere as links that give no picture", async () => {
    const world = new FakeWorld();
    const url = "https://youtu.be/xyz";
    world.answers = { "": [{ children: [pictureChild("a1", { url })] }] };
    await world.load();
    expect(world.records[0]?.links).toMatchObject([
      { url, outcome: "unavailable", foundIn: "url" },
    ]);
  });

  test("goes to the queue in tens", async () => {
    const world = new FakeWorld({ "": [{ children: pictureChildren("a", 25) }] });
    await world.load();
    const sizes = world.effects
      .filter((effect) => effect.startsWith("send"))
      .map((effect) => effect.split(" ").length - 1);
    expect(sizes).toEqual([10, 10, 5]);
  });

  test("loses nothing to a post of a strange shape, and says how many there were", async () => {
    const world = new FakeWorld();
    const strange = [{ kind: "t3", data: 7 }, { kind: "t3", data: { id: "Bad Id" } }, null];
    world.answers = { "": [{ children: [...strange, pictureChild("a1")] }] };
    await world.load();
    expect(world.queued).toEqual(["a1"]);
    expect(world.lines).toContainEqual(
      expect.objectContaining({ event: "page-settled", unreadable: 2 }),
    );
  });

  test("sends no more than the limit, sticky posts included", async () => {
    const world = new FakeWorld({ "": [{ children: pictureChildren("a", 12), after: "t3_a9" }] });
    await world.load({ limit: 10 });
    expect(world.sent).toHaveLength(10);
    expect(world.pages).toHaveLength(1);
    expect(world.summary).toMatchObject({ state: "listed", cutByReddit: false });
  });
});

describe("a listing of several pages", () => {
  test("is read page by page, the last one no longer than needed", async () => {
    const world = new FakeWorld({
      "": [{ children: pictureChildren("a", 100), after: "t3_p1" }],
      t3_p1: [{ children: pictureChildren("b", 50), after: "t3_p2" }],
    });
    await world.load({ limit: 150 });
    expect(world.pages).toMatchObject([
      { limit: 100, after: undefined, count: 0 },
      { limit: 50, after: "t3_p1", count: 100 },
    ]);
    expect(world.summaries.map(({ state, counts }) => [state, counts.listed])).toEqual([
      ["listing", 0],
      ["listing", 100],
      ["listed", 150],
    ]);
  });

  test("goes on behind short and empty pages until Reddit says that it ends", async () => {
    const world = new FakeWorld({
      "": [{ children: pictureChildren("a", 3), after: "t3_p1" }],
      t3_p1: [{ children: [], after: "t3_p2" }],
      t3_p2: [{ children: pictureChildren("b", 1) }],
    });
    await world.load();
    expect(world.queued).toEqual(["a0", "a1", "a2", "b0"]);
  });

  test("stops when an `after` comes again", async () => {
    const world = new FakeWorld({
      "": [{ children: pictureChildren("a", 1), after: "t3_p1" }],
      t3_p1: [{ children: pictureChildren("b", 1), after: "t3_p2" }],
      t3_p2: [{ children: pictureChildren("c", 1), after: "t3_p1" }],
    });
    await world.load();
    expect(world.pages.map(({ after }) => after)).toEqual([undefined, "t3_p1", "t3_p2"]);
    expect(world.summary?.state).toBe("listed");
  });

  test("sends a post once that moves from page to page or stands twice on one", async () => {
    const world = new FakeWorld();
    const [a, b, c] = [pictureChild("a1"), pictureChild("b1"), textChild("c1")];
    world.answers = {
      "": [{ children: [a, b, a, c], after: "t3_p1" }],
      t3_p1: [{ children: [b, c, pictureChild("d1")] }],
    };
    await world.load();
    expect(world.queued).toEqual(["a1", "b1", "d1"]);
    expect(world.records).toHaveLength(1);
    expect(world.summary?.counts.listed).toBe(4);
  });

  test("asks Reddit at most every two seconds", async () => {
    const world = new FakeWorld({
      "": [{ children: [], after: "t3_p1" }],
      t3_p1: [{ children: [], after: "t3_p2" }],
      t3_p2: [{ children: [] }],
    });
    await world.load();
    const [first = 0, second = 0, third = 0] = world.requestedAtMs;
    expect(second - first).toBeGreaterThanOrEqual(2000);
    expect(third - second).toBeGreaterThanOrEqual(2000);
  });

  test("waits as long between its requests as the source wants", async () => {
    const world = new FakeWorld().withoutCredentials();
    world.reply = ({ searchParams }) => ({
      body: feedXml(searchParams.has("after") ? [] : [feedEntry("a1")]),
    });
    await world.load({ limit: 2 });
    const [first = 0, second = 0] = world.requestedAtMs;
    expect(second - first).toBeGreaterThanOrEqual(60_000);
    const note = expect.stringContaining("no scores");
    expect(world.summary).toMatchObject({ source: "feed", note });
    expect(world.lines).toContainEqual(
      expect.objectContaining({ event: "source-knows-less", note }),
    );
  });

  test("that is empty says so in a metric", async () => {
    const world = new FakeWorld({ "": [{ children: [] }] });
    await world.load();
    expect(world.lines).toContainEqual(expect.objectContaining({ EmptyListings: 1 }));
  });
});

test("every line carries the crawl's id", async () => {
  const world = new FakeWorld({
    "": [new ThrottledError("rate-limited", "Wait.", 5), { children: [textChild("a1")] }],
  });
  await world.load();
  expect(world.lines.length).toBeGreaterThan(3);
  for (const line of world.lines) expect(line["crawlId"]).toBe(crawlRequest.crawlId);
});

test("marks what an earlier post links already, over pages, and sends such posts last of a page", async () => {
  const world = new FakeWorld();
  const again = (id: string, first: string) =>
    pictureChild(id, { url: `https://i.redd.it/${first}.jpg` });
  world.answers = {
    "": [{ children: [pictureChild("a"), again("b", "a"), pictureChild("c")], after: "t3_c" }],
    t3_c: [{ children: [again("d", "c"), pictureChild("e")] }],
  };
  await world.load();
  expect(world.effects.filter((effect) => effect.startsWith("send"))).toEqual([
    "send a c b",
    "send e d",
  ]);
  const marks = world.sent.map(({ postId, text }) => [
    postId,
    JSON.parse(text).links[0].duplicateOf?.postId,
  ]);
  expect(Object.fromEntries(marks)).toEqual({
    a: undefined,
    b: "a",
    c: undefined,
    d: "c",
    e: undefined,
  });
});
