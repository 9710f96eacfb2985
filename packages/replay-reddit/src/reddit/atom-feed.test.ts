import { expect, test } from "vitest";

import { played } from "../testing/played.ts";

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
