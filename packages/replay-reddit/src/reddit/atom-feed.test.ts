import { expect, test } from "vitest";

import { feedRefused } from "../archive/archive-faults.ts";
import { demoListing } from "../listing/demo-listing.ts";
import { played } from "../testing/played.ts";
import { demoFeedToken } from "./feed-pace.ts";

async function entriesOf(limit: number, after = "") {
  const { client } = await played();
  const { headers, body } = await client.get(
    `https://www.reddit.com/r/cats/top/.rss?t=day&limit=${limit}&after=${after}`,
  );
  expect(headers["content-type"]).toBe("application/atom+xml; charset=UTF-8");
  const xml = body.toString();
  return xml.split("<entry>").slice(1);
}

test("lists the same posts as the API does, page by page", async () => {
  const first = await entriesOf(100);
  expect(first).toHaveLength(100);
  const last = /<id>(t3_\w+)<\/id>/.exec(first.at(-1) ?? "")?.[1];
  const second = await entriesOf(100, last);
  expect(second).toHaveLength(100);
  const ids = [...first, ...second].map((entry) => /<id>(t3_\w+)<\/id>/.exec(entry)?.[1]);
  expect(new Set(ids).size).toBe(200);
});

test("writes a post as Reddit does: author, category, thumbnail, and escaped HTML with two anchors", async () => {
  const entry = (await entriesOf(100)).find((text) => text.includes("media:thumbnail")) ?? "";
  expect(entry).toMatch(/<author><name>\/u\/cat_friend_\d+<\/name>/);
  expect(entry).toContain('<category term="cats" label="r/cats"/>');
  expect(entry).toMatch(
    /<media:thumbnail url="https:\/\/preview\.redd\.it\/\w+\.\w+\?width=140&amp;/,
  );
  expect(entry).toMatch(/&lt;a href=&quot;[^&]+&quot;&gt;\[link\]&lt;\/a&gt;/);
  expect(entry).toMatch(/\[comments\]&lt;\/a&gt;/);
});

test("knows galleries by their address alone, and texts by their links", async () => {
  const entries = await entriesOf(100);
  const gallery = entries.find((entry) => entry.includes("reddit.com/gallery/")) ?? "";
  expect(gallery).not.toContain("i.redd.it");
  const text = entries.find((entry) => entry.includes("SC_OFF") && entry.includes("i.imgur.com"));
  expect(text).toMatch(/&lt;a href=&quot;https:\/\/i\.imgur\.com\/\w+\.jpg&quot;&gt;proof/);
});

test("has no character that XML forbids, whatever the titles hold", async () => {
  const xml = (await entriesOf(100)).join("");
  // oxlint-disable-next-line no-control-regex -- these are the characters meant
  expect(xml).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
  expect(xml).not.toContain("<script>");
});

test("answers 429 to more than a request a minute, but to a reader's own address", async () => {
  let now = 0;
  const { replay, client } = await played({ now: () => now, feed: { everySeconds: 60 } });
  const ask = (query = "") => client.get(`https://www.reddit.com/r/cats/top/.rss?limit=3${query}`);
  expect((await ask()).status).toBe(200);
  now = 59_000;
  expect(await ask()).toMatchObject({ status: 429, headers: { "x-ratelimit-reset": "1" } });
  expect((await ask(`&${new URLSearchParams(demoFeedToken).toString()}`)).status).toBe(200);
  expect((await ask("&feed=another&user=replay_reader")).status).toBe(429);
  now = 60_000;
  expect((await ask()).status).toBe(200);
  expect(replay.door("feed")).toEqual({ requests: 5, shortestGapMs: 0, shortestRestMs: 0 });
});

test("refuses every request where the network is refused", async () => {
  const { client } = await played({ faults: [feedRefused()] });
  for (const path of ["r/cats/top/.rss?t=day", "user/somebody/submitted/.rss", "r/aww.rss"])
    expect((await client.get(`https://www.reddit.com/${path}`)).status).toBe(429);
});

test("has a feed for each post, with its comments, and no adverts in a listing", async () => {
  const { client } = await played();
  const get = async (path: string) => client.get(`https://www.reddit.com${path}`);
  const ids = (xml: string) => [...xml.matchAll(/<id>(t\d_\w+)<\/id>/g)].map(([, id]) => id);
  const listed = await get("/r/cats/top/.rss?limit=3");
  const [first = ""] = ids(listed.body.toString());
  const id = first.slice(3);
  for (const path of [`/comments/${id}/.rss`, `/r/cats/comments/${id}/a_title/.rss`])
    expect(ids((await get(path)).body.toString())).toEqual([first, "t1_c0mm3nt"]);
  expect((await get("/comments/nope/.rss")).status).toBe(404);
  const advert = demoListing().find(({ post }) => post["promoted"] === true)?.post;
  const pages = await Promise.all(
    ["", ...(await entriesOf(100)).slice(-1)].map((entry) =>
      entriesOf(100, /<id>(t3_\w+)<\/id>/.exec(entry)?.[1]),
    ),
  );
  expect(advert).toBeDefined();
  expect(pages.flat().join()).not.toContain(`<id>t3_${advert?.id}</id>`);
});

test("lists what a user posted, wherever", async () => {
  const { client } = await played();
  const own = await client.get("https://www.reddit.com/user/cat_friend_0/submitted/.rss?limit=100");
  const names = [...own.body.toString().matchAll(/<id>(t3_\w+)<\/id>/g)].map(([, name]) => name);
  const byApi = await client.oauth("/user/CAT_friend_0/submitted?limit=100&raw_json=1");
  const { data } = JSON.parse(byApi.body.toString()) as {
    data: { children: { data: { name: string; author: string } }[] };
  };
  expect(names.length).toBeGreaterThan(2);
  expect(names).toEqual(data.children.map((child) => child.data.name));
  expect((await client.oauth("/user/nobody/submitted")).status).toBe(404);
});
