import { describe, expect, test } from "vitest";

import { demoListing } from "../listing/demo-listing.ts";
import { played } from "../testing/played.ts";
import type { ReplayOptions } from "../start-replay.ts";
import { archiveAway, archiveBusy, archiveThrottled } from "./archive-faults.ts";
import { historyLength, historyName } from "./history.ts";
import { shareCodeOf } from "./short-links.ts";

interface Row {
  id: string;
  subreddit: string;
  title: string;
  author: string;
  score: number;
  created_utc: number;
  retrieved_on: number;
  _meta?: { retrieved_2nd_on?: number; removal_type?: string };
  gallery_data?: { items: unknown[] };
  [field: string]: unknown;
}

const base = "https://arctic-shift.photon-reddit.com";
const posts = demoListing().map(({ post }) => post);
const newest = Math.max(...posts.map(({ created_utc: at }) => at));
const metaOf = (row?: Row) => row?.["_meta"];
const monthLater = () => (newest + 30 * 86_400) * 1000;

async function archive(options: Omit<ReplayOptions, "workDir"> = {}) {
  const { replay, client } = await played({ now: monthLater, ...options });
  const get = (path: string) => client.get(base + path);
  async function rows(path: string): Promise<Row[]> {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    return (JSON.parse(answer.body.toString()) as { data: Row[] }).data;
  }
  async function errorOf(path: string) {
    const { status, body } = await get(path);
    return { status, ...(JSON.parse(body.toString()) as { data: unknown; error: string }) };
  }
  return { replay, client, get, rows, errorOf };
}

describe("the search", () => {
  test("gives the newest posts first, 25 of them, and at most 100", async () => {
    const { rows } = await archive();
    const found = await rows("/api/posts/search?subreddit=cats");
    expect(found).toHaveLength(25);
    expect(found[0]?.created_utc).toBe(newest);
    expect(await rows("/api/posts/search?subreddit=r/cats&limit=100")).toHaveLength(100);
  });

  test("takes both bounds as exclusive", async () => {
    const { rows } = await archive();
    const [first, second, third] = await rows("/api/posts/search?subreddit=cats&limit=3");
    const between = await rows(
      `/api/posts/search?subreddit=cats&after=${third?.created_utc}&before=${first?.created_utc}`,
    );
    expect(between.map(({ id }) => id)).toEqual([second?.id]);
  });

  test.each([
    ["limit=101", 400, "'limit' must be between 1 and 100"],
    ["limit=0", 400, "'limit' must be between 1 and 100"],
    ["fields=id,permalink", 400, "'permalink' is not a valid field"],
    ["sort=top", 400, "'sort' must be 'asc' or 'desc'"],
    ["after=1w", 400, "'after' is not a valid date"],
    ["url=https://i.redd.it/", 422, "Timeout. Maybe slow down a bit"],
  ])("answers %j with %d", async (query, status, error) => {
    const { errorOf } = await archive();
    expect(await errorOf(`/api/posts/search?subreddit=cats&${query}`)).toEqual({
      status,
      data: null,
      error,
    });
  });

  test("wants an author or a subreddit beside a keyword", async () => {
    const { errorOf, rows } = await archive();
    expect((await errorOf("/api/posts/search?title=cat")).status).toBe(400);
    const title = posts[7]?.title ?? "";
    const found = await rows(
      `/api/posts/search?subreddit=cats&title=${encodeURIComponent(title)}&limit=100`,
    );
    expect(found.map((post) => post.title)).toContain(title);
  });

  test("knows no picture's fields by name, but gives them with whole posts", async () => {
    const { rows } = await archive();
    const [narrow] = await rows("/api/posts/search?subreddit=cats&fields=id,score&limit=1");
    expect(Object.keys(narrow ?? {})).toEqual(["id", "score"]);
    const whole = await rows("/api/posts/search?subreddit=cats&limit=100");
    expect(whole.filter((post) => post.gallery_data).length).toBeGreaterThan(5);
    expect(whole.some((post) => "selftext_html" in post)).toBe(false);
    expect(Object.keys(whole[0] ?? {})).toEqual(Object.keys(whole[0] ?? {}).toSorted());
  });

  test.each(["replay_nowhere", "replay_private", "replay_banned", "REPLAYCATS"])(
    "gives the same empty answer for %s, which `min` tells from a quiet subreddit",
    async (name) => {
      const { rows } = await archive();
      expect(await rows(`/api/posts/search?subreddit=${name}`)).toEqual([]);
      expect(await rows(`/api/utils/min?subreddit=${name}`)).toBeNull();
      expect(await rows("/api/posts/search?subreddit=cats&before=2001-01-01")).toEqual([]);
      expect(await rows("/api/utils/min?subreddit=cats")).toBeLessThan(newest);
    },
  );

  test("finds how a subreddit is spelled", async () => {
    const { rows } = await archive();
    expect(await rows("/api/subreddits/search?subreddit=replaycats")).toMatchObject([
      { display_name: "ReplayCats" },
    ]);
    expect(await rows("/api/posts/search?subreddit=ReplayCats&limit=1")).toHaveLength(1);
  });
});

test("has no score of a post before its second retrieval, 36 hours later", async () => {
  const { rows } = await archive({ now: () => (newest + 3600) * 1000 });
  const [fresh] = await rows("/api/posts/search?subreddit=cats&limit=1");
  expect(fresh).toMatchObject({ score: 1, ups: 1, num_comments: 0, upvote_ratio: 1 });
  expect(metaOf(fresh)).toBeUndefined();
  const [settled] = await rows("/api/posts/search?subreddit=cats&limit=1&sort=asc");
  expect(settled?.score).toBeGreaterThan(1);
  expect(metaOf(settled)?.retrieved_2nd_on).toBe((settled?.created_utc ?? 0) + 36 * 3600);
});

describe("posts by their ids", () => {
  test("are whole, in an order of their own, and silently miss what is unknown", async () => {
    const { rows } = await archive();
    const wanted = posts.slice(0, 100).map(({ id }) => id);
    const found = await rows(`/api/posts/ids?ids=${wanted.join(",")},t3_zzzzzz9`);
    expect(found.map(({ id }) => id)).toEqual(wanted.toSorted());
    expect(found.map(({ id }) => id)).not.toEqual(wanted);
  });

  test("are all refused for one malformed id, or for more than 500", async () => {
    const { errorOf } = await archive();
    expect((await errorOf(`/api/posts/ids?ids=${posts[0]?.id},not-an-id`)).status).toBe(400);
    const many = Array.from({ length: 501 }, (_, number) => (1000 + number).toString(36));
    expect((await errorOf(`/api/posts/ids?ids=${many.join(",")}`)).status).toBe(400);
  });

  test("belong to the subreddit in which Reddit listed them", async () => {
    const { client, rows } = await archive();
    await client.get("https://www.reddit.com/r/aww/top/.rss?t=day&limit=5");
    const [post] = await rows(`/api/posts/ids?ids=${posts[0]?.id}`);
    expect(post).toMatchObject({ subreddit: "aww", subreddit_name_prefixed: "r/aww" });
  });
});

test("resolves the share links of what it knows", async () => {
  const { rows } = await archive();
  const [post] = posts;
  const path = `/r/cats/s/${shareCodeOf(post?.id ?? "")}`;
  const [found] = await rows(`/api/short_links?paths=${path}`);
  expect(found?.["resolved_path"]).toContain(`${post?.permalink}?share_id=`);
  expect(await rows(`/api/short_links?paths=${path.toLowerCase()}`)).toEqual([]);
});

describe("the history", () => {
  test("has 10,000 posts, which pages by time list once each", async () => {
    const { rows } = await archive();
    const seen = new Set<string>();
    let before = "";
    for (let page = 0; page < 140; page += 1) {
      const found = await rows(
        `/api/posts/search?subreddit=${historyName}&limit=100${before && `&before=${before}`}`,
      );
      const fresh = found.filter(({ id }) => !seen.has(id));
      if (fresh.length === 0) break;
      for (const { id } of fresh) seen.add(id);
      before = String((found.at(-1)?.created_utc ?? 0) + 1);
    }
    expect(seen.size).toBe(historyLength);
  });

  test("would lose posts at a cursor that does not look back", async () => {
    const { rows } = await archive();
    const first = await rows(`/api/posts/search?subreddit=${historyName}&limit=90`);
    const cursor = first.at(-1)?.created_utc;
    const second = await rows(`/api/posts/search?subreddit=${historyName}&before=${cursor}`);
    const number = (row?: Row) => Number(row?.title.slice(5));
    expect(number(second[0])).toBeGreaterThan(number(first.at(-1)) + 1);
  });

  test("gives between 345 and 635 posts for `auto`, adverts and deleted ones among them", async () => {
    const { rows } = await archive();
    const found = await rows(`/api/posts/search?subreddit=${historyName}&limit=auto`);
    expect(found.length).toBeGreaterThanOrEqual(345);
    expect(found.length).toBeLessThanOrEqual(635);
    expect(found.some((post) => post["promoted"] === true)).toBe(true);
    expect(found.some((post) => metaOf(post)?.removal_type === "deleted")).toBe(true);
  });

  test("links pictures that can be had, and is on no other door", async () => {
    const { client, rows } = await archive();
    const [first] = await rows(`/api/posts/search?subreddit=${historyName}&limit=1`);
    expect((await client.get(String(first?.["url"]))).status).toBe(200);
    const feed = await client.get(`https://www.reddit.com/r/${historyName}/.rss`);
    expect(feed.status).toBe(302);
  });
});

describe("its faults", () => {
  test("busy: 422 twice", async () => {
    const { errorOf, rows } = await archive({ faults: [archiveBusy()] });
    const busy = { status: 422, data: null, error: "Timeout. Maybe slow down a bit" };
    expect(await errorOf("/api/posts/search?subreddit=cats")).toEqual(busy);
    expect(await errorOf("/api/posts/search?subreddit=cats")).toEqual(busy);
    expect(await rows("/api/posts/search?subreddit=cats")).toHaveLength(25);
  });

  test("throttled: 429 with the seconds until its window ends", async () => {
    const { get } = await archive({ faults: [archiveThrottled(9)] });
    const answer = await get("/api/posts/search?subreddit=cats");
    expect(answer).toMatchObject({ status: 429, headers: { "x-ratelimit-reset": "9" } });
    expect(answer.headers["retry-after"]).toBeUndefined();
  });

  test("away: Cloudflare's page for good", async () => {
    const { get } = await archive({ faults: [archiveAway()] });
    for (let time = 0; time < 3; time += 1)
      expect(await get("/api/posts/ids?ids=abc")).toMatchObject({
        status: 522,
        headers: { "content-type": "text/html; charset=UTF-8" },
      });
  });

  test("a client without a name of its own is throttled with all others of its library", async () => {
    const { client } = await archive();
    const path = `${base}/api/posts/search?subreddit=cats`;
    expect((await client.get(path, { "user-agent": "undici" })).status).toBe(422);
  });
});

test("the clock notes how a door was used", async () => {
  let now = 0;
  const { replay, get } = await archive({ now: () => now });
  for (now of [1000, 2300, 3800]) await get("/api/posts/ids?ids=abc");
  expect(replay.door("archive")).toEqual({
    requests: 3,
    shortestGapMs: 1300,
    shortestRestMs: 1300,
  });
  expect(replay.door("feed").requests).toBe(0);
});

test("the newest post is as old as one asks for", async () => {
  const newestPostAt = Date.UTC(2030, 0, 1);
  const { client, rows } = await archive({ newestPostAt, now: () => newestPostAt });
  const [post] = await rows("/api/posts/search?subreddit=cats&limit=1");
  expect(post?.created_utc).toBe(newestPostAt / 1000);
  expect(String((await client.oauth("/r/cats/top?limit=1")).body)).toContain('"created_utc":189');
});
