import { describe, expect, test } from "vitest";

import { archivedPosts } from "../testing/fake-archive.ts";
import { FakeWorld, crawlRequest } from "../testing/loader-world.ts";

const importKey = "imports/01KAR7Q8Z4M3XWQ0V5T9B2C6DE.jsonl";
const fromFile = { source: "file", importKey } as const;
const now = Date.parse(crawlRequest.requestedAt) / 1000;
const posts = archivedPosts(250, 5, now);
const ids = posts.map(({ id }) => id);

function fileWorld(lines: readonly (string | object)[], ending = "\n") {
  const world = new FakeWorld();
  const texts = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line)));
  world.importBytes.set(importKey, Buffer.from(texts.join("\n") + ending));
  return { world };
}

describe("a crawl of a file", () => {
  test.each([["with"], ["without"]])(
    "lists each of its posts once, in its order, %s a line feed at the end",
    async (has) => {
      const { world } = fileWorld(posts, has === "with" ? "\n" : "");
      await world.load({ ...fromFile, limit: 1000 });
      expect(world.queued).toEqual(ids);
      expect(world.requestedAtMs).toEqual([]);
      expect(world.summary).toMatchObject({
        state: "listed",
        source: "file",
        note: expect.stringMatching(/^Read from a file/),
        dataAsOf: crawlRequest.requestedAt,
        counts: { listed: 250, pages: 3 },
      });
    },
  );

  test("ends at its limit", async () => {
    const { world } = fileWorld(posts);
    await world.load({ ...fromFile, limit: 120 });
    expect(world.queued).toEqual(ids.slice(0, 120));
  });

  test("leaves out other subreddits and times, and lists a user's posts wherever they are", async () => {
    const other = { ...posts[3], id: "other", subreddit: "cats" };
    const instant = (index: number) => new Date((posts[index]?.created_utc ?? 0) * 1000);
    const { world } = fileWorld([...posts.slice(0, 20), other]);
    const time = { since: instant(9).toISOString(), until: instant(5).toISOString() };
    await world.load({ ...fromFile, ...time });
    expect(world.queued).toEqual(ids.slice(5, 10));
    const byUser = fileWorld([other, { ...posts[0], author: "dogperson" }]);
    await byUser.world.load({ ...fromFile, subreddit: "u_CatPerson", user: "CatPerson" });
    expect(byUser.world.queued).toEqual(["other"]);
  });

  test("counts lines that are no post, and loses none beside them", async () => {
    const deep = `{"id":"d","title":"","subreddit":"aww","created_utc":1,"x":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
    const broken = ['{"id":"x', "", "\u0000\u0001", '{"id":"c","body":"a comment"}', "[]", deep];
    const [first, second, third] = posts;
    const { world } = fileWorld([first!, ...broken, second!, '{"cut":"of', third!]);
    await world.load(fromFile);
    expect(world.queued).toEqual(ids.slice(0, 3));
    expect(world.summary?.counts).toMatchObject({ listed: 3, unreadable: 6 });
  });

  test("counts lines that the command left out, and takes no other line's word for a number", async () => {
    const lines = [posts[0]!, "!unreadable 1000000", "!unreadable 7 ", "unreadable 7", posts[1]!];
    const { world } = fileWorld(lines);
    await world.load(fromFile);
    expect(world.queued).toEqual(ids.slice(0, 2));
    expect(world.summary?.counts.unreadable).toBe(1_000_002);
  });

  test("keeps the last whole post of a file that ends in the middle of a line", async () => {
    const { world } = fileWorld([posts[0]!, JSON.stringify(posts[1]).slice(0, 50)], "");
    await world.load(fromFile);
    expect(world.queued).toEqual([ids[0]]);
    expect(world.summary?.counts.unreadable).toBe(1);
  });

  test("reads a line that is longer than a range, and skips one that no post has", async () => {
    const long = { ...posts[1], selftext: "x".repeat(9_000_000) };
    const endless = `{"id":"endless","title":"${"y".repeat(30_000_000)}"}`;
    const { world } = fileWorld([posts[0]!, long, endless, posts[2]!]);
    await world.load(fromFile);
    expect(world.queued).toEqual(ids.slice(0, 3));
    expect(world.summary?.counts.unreadable).toBe(1);
  });

  test("reads texts of the older dumps as they were meant", async () => {
    const old = { ...posts[0], created_utc: "1400000000", title: "R&amp;B", name: undefined };
    const { world } = fileWorld([old]);
    await world.load(fromFile);
    expect(JSON.parse(world.sent[0]?.text ?? "")).toMatchObject({
      post: { title: "R&B", createdAt: "2014-05-13T16:53:20.000Z" },
    });
  });

  test("says as of when its newest post was read, whatever a stranger wrote", async () => {
    const { world } = fileWorld([
      { ...posts[1], created_utc: 1_700_000_000, retrieved_on: 1_700_000_100 },
      { ...posts[2], created_utc: 1_600_000_000, retrieved_utc: 1_700_000_200 },
    ]);
    await world.load(fromFile);
    expect(world.summary?.dataAsOf).toBe("2023-11-14T22:16:40.000Z");
    const strange = fileWorld([{ ...posts[1], retrieved_on: 1e300 }]);
    await strange.world.load(fromFile);
    expect(strange.world.summary).toMatchObject({ state: "listed" });
  });

  test("of nothing is listed with nothing", async () => {
    const { world } = fileWorld([], "");
    await world.load(fromFile);
    expect(world.summary).toMatchObject({ state: "listed", counts: { listed: 0 } });
  });

  test("whose import is gone fails for good, and says what to do", async () => {
    const world = new FakeWorld();
    await world.load(fromFile);
    expect(world.summary).toMatchObject({
      state: "failed",
      failure: {
        code: "import-missing",
        message: expect.stringContaining("start the crawl again from the file"),
      },
    });
  });

  test("goes on where it was, over several invocations and through a kill, and lists nothing twice", async () => {
    const many = archivedPosts(3000, 50, now);
    const { world } = fileWorld(many);
    // The writes take long here, so that an invocation has time for about eight pages.
    const request = { ...crawlRequest, ...fromFile, limit: 3000 };
    let diesAt = Infinity;
    world.beforeWrite = async (_key, { state }) => {
      if (state === "listing") await world.clock.sleep(10_000);
      if (world.sent.length > diesAt) throw new Error("killed");
    };
    world.timeoutMs = 150_000;
    await world.load(request);
    let hops = 0;
    const kills: unknown[] = [];
    while (world.summary?.state === "listing") {
      const next = world.published.at(-1);
      hops += 1;
      if (hops === 2) {
        world.timeoutMs += 150_000;
        diesAt = world.sent.length + 250;
        await world.load(next).catch((error: unknown) => kills.push(error));
        diesAt = Infinity;
      }
      world.timeoutMs += 150_000;
      await world.load(next);
    }
    expect(kills).toEqual([new Error("killed")]);
    expect(hops).toBeGreaterThan(1);
    expect(new Set(world.queued)).toEqual(new Set(many.map(({ id }) => id)));
    const summary = world.summary;
    expect(summary?.counts).toMatchObject({ listed: 3000 });
    expect(summary?.listedPerShard?.reduce((sum, count) => sum + count)).toBe(3000);
  });
});
