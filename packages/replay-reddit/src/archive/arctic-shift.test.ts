import { describe, expect, test } from "vitest";

import { listedPosts, newestAt, openArchive, type ArchivedRow } from "../testing/archive.ts";
import { historyLength, historyName } from "./history.ts";
import { shareCodeOf } from "./short-links.ts";

const metaOf = (row?: ArchivedRow) => row?.["_meta"];

describe("the search", () => {
  test("gives the newest posts first, 25 of them, and at most 100", async () => {
    const { rows } = await openArchive();
    const found = await rows("/api/posts/search?subreddit=cats");
    expect(found).toHaveLength(25);
    expect(found[0]?.created_utc).toBe(newestAt);
    expect(await rows("/api/posts/search?subreddit=cats&limit=100")).toHaveLength(100);
  });

  test("takes both bounds as exclusive", async () => {
    const { rows } = await openArchive();
    const [first, second, third] = await rows("/api/posts/search?subreddit=cats&limit=3");
    const between = await rows(
      `/api/posts/search?subreddit=cats&after=${third?.created_utc}&before=${first?.created_utc}`,
    );
    expect(between.map(({ id }) => id)).toEqual([second?.id]);
  });

  test.each([
    ["limit=101", 400, "'limit' must be between 1 and 100"],
    ["limit=0", 400, "'limit' must be between 1 and 100"],
    ["sort=top", 400, "'sort' must be 'desc'"],
    ["after=1w", 400, "'after' is not a valid date"],
    ["title=cat", 400, "'title' is not played"],
  ])("answers %j with %d", async (query, status, error) => {
    const { errorOf } = await openArchive();
    expect(await errorOf(`/api/posts/search?subreddit=cats&${query}`)).toEqual({
      status,
      data: null,
      error,
    });
  });

  test("gives whole posts, galleries among them", async () => {
    const { rows } = await openArchive();
    const whole = await rows("/api/posts/search?subreddit=cats&limit=100");
    expect(whole.filter((post) => post.gallery_data).length).toBeGreaterThan(5);
    expect(whole.some((post) => "selftext_html" in post)).toBe(false);
    expect(Object.keys(whole[0] ?? {})).toEqual(Object.keys(whole[0] ?? {}).toSorted());
  });

  test.each(["replay_nowhere", "replay_private", "replay_banned", "REPLAYCATS", "aww%2Bcats"])(
    "gives the same empty answer for %s, which `min` tells from a quiet subreddit",
    async (name) => {
      const { rows } = await openArchive();
      expect(await rows(`/api/posts/search?subreddit=${name}`)).toEqual([]);
      expect(await rows(`/api/utils/min?subreddit=${name}`)).toBeNull();
      expect(await rows("/api/posts/search?subreddit=cats&before=978307200")).toEqual([]);
      expect(await rows("/api/utils/min?subreddit=cats")).toBeLessThan(newestAt);
    },
  );

  test("knows a subreddit as it is spelled", async () => {
    const { rows } = await openArchive();
    expect(await rows("/api/posts/search?subreddit=ReplayCats&limit=1")).toHaveLength(1);
  });
});

test("has no score of a post before its second retrieval, 36 hours later", async () => {
  const { rows } = await openArchive({ now: () => (newestAt + 3600) * 1000 });
  const [fresh] = await rows("/api/posts/search?subreddit=cats&limit=1");
  expect(fresh).toMatchObject({ score: 1, ups: 1, num_comments: 0, upvote_ratio: 1 });
  expect(metaOf(fresh)).toBeUndefined();
  const [settled] = await rows(
    `/api/posts/search?subreddit=cats&limit=1&before=${newestAt - 36 * 3600}`,
  );
  expect(settled?.score).toBeGreaterThan(1);
  expect(metaOf(settled)?.retrieved_2nd_on).toBe((settled?.created_utc ?? 0) + 36 * 3600);
});

describe("posts by their ids", () => {
  test("are whole, in an order of their own, and silently miss what is unknown", async () => {
    const { rows } = await openArchive();
    const wanted = listedPosts.slice(0, 100).map(({ id }) => id);
    const found = await rows(`/api/posts/ids?ids=${wanted.join(",")},t3_zzzzzz9`);
    expect(found.map(({ id }) => id)).toEqual(wanted.toSorted());
    expect(found.map(({ id }) => id)).not.toEqual(wanted);
  });

  test("are all refused for one malformed id, or for more than 500", async () => {
    const { errorOf } = await openArchive();
    expect((await errorOf(`/api/posts/ids?ids=${listedPosts[0]?.id},not-an-id`)).status).toBe(400);
    const many = Array.from({ length: 501 }, (_, number) => (1000 + number).toString(36));
    expect((await errorOf(`/api/posts/ids?ids=${many.join(",")}`)).status).toBe(400);
  });

  test("belong to the subreddit in which Reddit listed them", async () => {
    const { client, rows } = await openArchive();
    await client.get("https://www.reddit.com/r/aww/top/.rss?t=day&limit=5");
    const [post] = await rows(`/api/posts/ids?ids=${listedPosts[0]?.id}`);
    expect(post).toMatchObject({ subreddit: "aww", subreddit_name_prefixed: "r/aww" });
    const [newestKitten] = await rows("/api/posts/search?subreddit=kittens&limit=1");
    const [again] = await rows(`/api/posts/ids?ids=${newestKitten?.id}`);
    expect(again?.subreddit).toBe("kittens");
  });
});

test("resolves the share links of what it knows", async () => {
  const { rows } = await openArchive();
  const [post] = listedPosts;
  const path = `/r/cats/s/${shareCodeOf(post?.id ?? "")}`;
  const [found] = await rows(`/api/short_links?paths=${path}`);
  expect(found?.["resolved_path"]).toContain(`${post?.permalink}?share_id=`);
  expect(await rows(`/api/short_links?paths=${path.toLowerCase()}`)).toEqual([]);
});

describe("the history", () => {
  test("has 10,000 posts, which pages by time list once each, and is on no other door", async () => {
    const { client, rows } = await openArchive();
    const seen = new Map<string, ArchivedRow>();
    let before = "";
    for (let page = 0; page < 140; page += 1) {
      const found = await rows(
        `/api/posts/search?subreddit=${historyName}&limit=100${before && `&before=${before}`}`,
      );
      const fresh = found.filter(({ id }) => !seen.has(id));
      if (fresh.length === 0) break;
      for (const post of fresh) seen.set(post.id, post);
      before = String((found.at(-1)?.created_utc ?? 0) + 1);
    }
    expect(seen.size).toBe(historyLength);
    const all = [...seen.values()];
    expect(all.some((post) => post["promoted"] === true)).toBe(true);
    expect(all.some((post) => metaOf(post)?.removal_type === "deleted")).toBe(true);
    const pictures = all.filter((post) => post["domain"] === "i.redd.it");
    expect(pictures).toHaveLength(historyLength / 100);
    for (const { url } of pictures.slice(0, 3))
      expect((await client.get(String(url))).status).toBe(200);
    const feed = await client.get(`https://www.reddit.com/r/${historyName}/.rss`);
    expect(feed.status).toBe(302);
  });

  test("would lose posts at a cursor that does not look back", async () => {
    const { rows } = await openArchive();
    const first = await rows(`/api/posts/search?subreddit=${historyName}&limit=90`);
    const cursor = first.at(-1)?.created_utc;
    const second = await rows(`/api/posts/search?subreddit=${historyName}&before=${cursor}`);
    const number = (row?: ArchivedRow) => Number(row?.title.slice(5));
    expect(number(second[0])).toBeGreaterThan(number(first.at(-1)) + 1);
  });
});

test("the newest post is as old as one asks for", async () => {
  const newestPostAt = Date.UTC(2030, 0, 1);
  const { client, rows } = await openArchive({ newestPostAt, now: () => newestPostAt });
  const [post] = await rows("/api/posts/search?subreddit=cats&limit=1");
  expect(post?.created_utc).toBe(newestPostAt / 1000);
  expect(String((await client.oauth("/r/cats/top?limit=1")).body)).toContain('"created_utc":189');
});
