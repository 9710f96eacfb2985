import { describe, expect, test } from "vitest";

import { newFileCounts, selectLines } from "./select-lines.ts";

const line = (id: string, more: object = {}) =>
  JSON.stringify({ id, title: "Cats", subreddit: "aww", author: "a", created_utc: 1000, ...more });

async function select(lines: string[], more: { limit?: number; since?: string } = {}) {
  const counts = newFileCounts();
  const selected: string[] = [];
  const batches = async function* () {
    for (const given of lines) yield [given];
  };
  const file = { path: "posts.jsonl", name: "aww" };
  const selection = { subreddit: "aww", limit: 100, ...more };
  for await (const kept of selectLines(batches(), selection, file, counts)) selected.push(kept);
  return { selected, counts };
}

describe("an import has", () => {
  test("the posts that the crawl covers, each once, and the number of broken lines before each", async () => {
    const other = line("b", { subreddit: "cats" });
    const lines = [line("a"), "{", other, "", '{"id":"x', line("a"), line("c"), "!unreadable 9"];
    const { selected, counts } = await select(lines);
    expect(selected).toEqual([line("a"), "!unreadable 2", line("c"), "!unreadable 1"]);
    expect(counts).toMatchObject({ lines: 7, unreadable: 3, covered: 2, isCut: false });
  });

  test("no more of many broken lines than their number", async () => {
    const junk = Array.from({ length: 20_000 }, () => "x".repeat(100));
    const { selected, counts } = await select([line("a"), ...junk]);
    expect(selected).toEqual([line("a"), "!unreadable 20000"]);
    expect(counts.unreadable).toBe(20_000);
  });

  test("no more posts than the crawl wants", async () => {
    const { selected, counts } = await select([line("a"), line("b"), line("c")], { limit: 2 });
    expect(selected).toEqual([line("a"), line("b")]);
    expect(counts.isCut).toBe(true);
  });

  test("adverts beside as many posts as the crawl wants", async () => {
    const advert = line("ad", { promoted: true });
    const { selected } = await select([advert, line("a"), line("b")], { limit: 1 });
    expect(selected).toEqual([advert, line("a")]);
  });

  test("also the post of a line behind a byte order mark", async () => {
    expect((await select([`\uFEFF${line("a")}`])).selected).toEqual([line("a")]);
  });
});

describe("a file is refused that has", () => {
  test.each([
    ["addresses", ["https://www.reddit.com/r/aww/"], "--names takes a file of these"],
    ["names", ["aww", "r/cats"], "--names takes a file of these"],
    ["no post", ['{"id":"c","body":"a comment"}'], "has no post that can be read"],
    ["a list", [`[${line("a")}]`], "jq -c"],
    ["many lines of something else", Array.from({ length: 10_002 }, () => "x"), "no post"],
    [
      "other subreddits",
      [line("a", { subreddit: "cats" }), line("b", { subreddit: "cats" })],
      "has 2 posts, and none of aww. It has r/cats (2).",
    ],
  ])("%s", async (_, lines, words) => {
    await expect(select(lines)).rejects.toThrow(words);
  });

  test("another time", async () => {
    await expect(select([line("a")], { since: "2026-01-01T00:00:00.000Z" })).rejects.toThrow(
      "none of aww and that time",
    );
  });
});
