import type { CrawlRequest } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { archiveWorld, now } from "../testing/archive-world.ts";
import { archivedPosts, away } from "../testing/fake-archive.ts";
import { feedEntry, feedXml } from "../testing/feed-xml.ts";
import { feedOf, keylessWorld } from "../testing/keyless-world.ts";
import { listingJson, pictureChild } from "../testing/listing-json.ts";
import { FakeWorld } from "../testing/loader-world.ts";

const user = {
  subreddit: "u_quiet_one",
  user: "quiet_one",
  sortMethod: "new",
  timeFilter: "all",
} satisfies Partial<CrawlRequest>;
const posts = archivedPosts(3, 1, now - 3600);
const [id = ""] = posts.map((post) => post.id);
const one = { subreddit: "all", postId: id, limit: 1 } satisfies Partial<CrawlRequest>;
const blocked = { status: 403, body: "<html>whoa there, pardner</html>" };

/** A world with keys, which asks the API; `asked` are the addresses. */
function apiWorld(reply: FakeWorld["reply"]) {
  const world = new FakeWorld();
  const asked: string[] = [];
  world.reply = (url) => {
    asked.push(url.pathname + url.search);
    return reply(url);
  };
  return { world, asked };
}

describe("all that a user posted", () => {
  test("is asked of the API by the user's name, with its order, page by page", async () => {
    const pages = [
      listingJson([pictureChild("a1", { subreddit: "cats" })], "t3_a1"),
      listingJson([pictureChild("a2", { subreddit: "u_quiet_one" })]),
    ];
    const { world, asked } = apiWorld(() => ({ body: pages.shift() ?? "" }));
    await world.load({ ...user, sortMethod: "top" });
    expect(asked).toEqual([
      "/user/quiet_one/submitted?limit=100&sort=top&t=all&raw_json=1",
      "/user/quiet_one/submitted?limit=99&sort=top&t=all&raw_json=1&after=t3_a1&count=1",
    ]);
    expect(world.queued).toEqual(["a1", "a2"]);
    expect(world.summary).toMatchObject({ state: "listed", user: "quiet_one" });
    expect(JSON.parse(world.sent[0]?.text ?? "").post.subreddit).toBe("cats");
  });

  test("is a person where there is none", async () => {
    const { world } = apiWorld(() => ({ status: 404, body: '{"error":404}' }));
    await world.load(user);
    expect(world.summary?.failure).toMatchObject({
      code: "subreddit-not-found",
      message: expect.stringMatching(/no u\/quiet_one: there is no such person/),
    });
  });

  test("comes without keys in the feed's order with the archive's posts", async () => {
    const asked: string[] = [];
    const { world } = keylessWorld((url) => {
      asked.push(url.pathname + url.search);
      return feedOf([posts[1]!.id, posts[0]!.id]);
    }, posts);
    await world.load(user);
    expect(asked).toEqual(["/user/quiet_one/submitted/.rss?limit=100&sort=new&t=all"]);
    expect(world.queued).toEqual([posts[1]!.id, posts[0]!.id]);
  });

  test("is the archive's where the feed refuses", async () => {
    const { world, archive } = keylessWorld(() => blocked, posts);
    await world.load(user);
    expect(world.queued).toEqual(posts.map((post) => post.id));
    expect(archive.asked[0]?.searchParams.get("author")).toBe("quiet_one");
  });

  test("is none of a name that the archive does not know", async () => {
    const { world } = archiveWorld([]);
    await world.load({ ...user, source: "archive" });
    expect(world.summary?.failure?.message).toMatch(/no post of the user quiet_one/);
  });
});

describe("a single post", () => {
  test("is asked of the API by its id alone", async () => {
    const { world, asked } = apiWorld(() => ({ body: listingJson([pictureChild(id)]) }));
    await world.load(one);
    expect(asked).toEqual([`/api/info?id=t3_${id}&raw_json=1`]);
    expect(world.queued).toEqual([id]);
    expect(world.summary).toMatchObject({
      state: "listed",
      cutByReddit: false,
      postId: id,
    });
  });

  test("is the archive's whole one without keys, and no order is asked for", async () => {
    const { world, archive, feedAskedAtMs } = keylessWorld(() => blocked, posts);
    await world.load(one);
    expect([world.queued, feedAskedAtMs]).toEqual([[id], []]);
    expect(archive.asked.map((url) => url.pathname + url.search)).toEqual([
      `/api/posts/ids?ids=${id}`,
    ]);
  });

  test.each([
    ["has it not yet", [], undefined, /does not have some of the posts/],
    ["is away", posts, away, /archive was away \(archive-down\)/],
  ] as const)("is what the feed tells where the archive %s", async (_, kept, fault, note) => {
    const asked: string[] = [];
    const { world, archive } = keylessWorld((url) => {
      asked.push(url.pathname);
      return { body: feedXml([feedEntry(id), feedEntry("c0mment").replace("t3_", "t1_")]) };
    }, kept);
    if (fault) archive.faults.push(fault, fault, fault);
    await world.load({ ...one, subreddit: "aww" });
    expect([world.queued, asked]).toEqual([[id], [`/r/aww/comments/${id}/.rss`]]);
    expect(world.summary?.note).toMatch(note);
  });

  test("is asked of the feed without a subreddit where none is known", async () => {
    const asked: string[] = [];
    const { world } = keylessWorld((url) => {
      asked.push(url.href);
      return feedOf([id, posts[1]!.id]);
    });
    await world.load({ ...one, source: "feed" });
    expect([world.queued, asked]).toEqual([[id], [`https://www.reddit.com/comments/${id}/.rss`]]);
  });

  test.each<[string, () => FakeWorld, "archive" | "feed" | undefined]>([
    [
      "the API",
      () => apiWorld(() => ({ body: listingJson([pictureChild("other")]) })).world,
      undefined,
    ],
    ["the archive", () => archiveWorld([]).world, "archive"],
    ["the feed", () => keylessWorld(() => ({ status: 404 })).world, "feed"],
    ["neither", () => keylessWorld(() => ({ status: 404 })).world, undefined],
  ])("that %s has not fails the crawl by that name", async (_, makeWorld, source) => {
    const world = makeWorld();
    await world.load({ ...one, ...(source && { source }) });
    expect(world.sent).toEqual([]);
    expect(world.summary).toMatchObject({
      state: "failed",
      failure: { code: "post-not-found", retryable: false },
    });
  });

  test("that neither way has is said once", async () => {
    const { world } = keylessWorld(() => ({ status: 404 }));
    await world.load(one);
    expect(world.summary?.failure?.message).toMatch(
      /^Neither Reddit's feed nor the archive has the post/,
    );
  });

  test("that both ways refuse is attempted again, with both reasons", async () => {
    const { world, archive } = keylessWorld(() => ({ status: 429 }), posts);
    archive.faults.push(away, away, away);
    await expect(world.load(one)).rejects.toMatchObject({ name: "RetryableError" });
    expect(world.summary?.failure).toMatchObject({
      retryable: true,
      message: expect.stringMatching(/The feed: Reddit asks to wait.*The archive: .*away \(522\)/),
    });
  });

  test("obeys the crawl's filter", async () => {
    const { world } = archiveWorld([{ ...posts[0]!, over_18: true }]);
    await world.load({ ...one, source: "archive", nsfw: false });
    expect(world.records).toMatchObject([{ outcome: "filtered", reason: "nsfw" }]);
  });
});
