import type { CrawlRequest } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { archiveWorld, newest, now } from "../testing/archive-world.ts";
import { archivedPosts, away } from "../testing/fake-archive.ts";
import { feedOf, keylessWorld } from "../testing/keyless-world.ts";
import { pictureChild } from "../testing/listing-json.ts";
import { FakeWorld } from "../testing/loader-world.ts";

const unknownNote = /not known of every post here: .*counted as unknown-to-source/;
const young = archivedPosts(4, 1, now - 3600);
const ids = young.map(({ id }) => id);

/** What people are told, before anything is sent. */
function saidBeforeSending(world: FakeWorld): string[] {
  const said: string[] = [];
  world.refuse = () => {
    said.push(...world.lines.flatMap(({ note }) => (typeof note === "string" ? [note] : [])));
    return [];
  };
  return said;
}

describe("a filter for what the way in does not know", () => {
  test.each<[Partial<CrawlRequest>, string]>([
    [{ nsfw: false }, "NSFW marks"],
    [{ spoilers: false }, "spoiler marks"],
    [{ minScore: 1 }, "scores"],
    [{ flair: "Cats" }, "flairs"],
  ])(
    "%j leaves out every post of the feed, and the crawl says so at once",
    async (filter, what) => {
      const { world } = keylessWorld(() => feedOf(ids.slice(0, 2)));
      await world.load({ source: "feed", ...filter });
      expect(world.queued).toEqual([]);
      expect(world.records.map(({ outcome, reason }) => [outcome, reason])).toEqual([
        ["filtered", "unknown-to-source"],
        ["filtered", "unknown-to-source"],
      ]);
      expect(world.summary).toMatchObject({ counts: { listed: 2, unknownToSource: 2 } });
      expect(world.summaries[0]?.note).toContain(what);
      expect(world.lines.find(({ note }) => unknownNote.test(String(note)))).toMatchObject({
        event: "source-knows-less",
        level: "warn",
      });
    },
  );

  test("leaves out what the archive has no score of, and says so before anything is sent", async () => {
    const [fresh, scored] = young;
    const { world } = archiveWorld([
      { ...fresh!, score: 9999, _meta: {} },
      { ...scored!, score: 50 },
    ]);
    const said = saidBeforeSending(world);
    await world.load({ ...newest, minScore: 10 });
    expect(world.queued).toEqual([scored?.id]);
    expect(said).toContainEqual(expect.stringMatching(/younger than about 36 h/));
    expect(world.summary?.counts).toMatchObject({ listed: 2, unknownToSource: 1 });
  });

  test("leaves out NSFW posts without keys, by the archive's marks and where nobody marks", async () => {
    const archived = [young[0]!, { ...young[1]!, over_18: true }];
    const { world } = keylessWorld(() => feedOf(ids.slice(0, 3)), archived);
    const said = saidBeforeSending(world);
    await world.load({ nsfw: false });
    expect(world.queued).toEqual([ids[0]]);
    expect(new Map(world.records.map(({ post, reason }) => [post.id, reason]))).toEqual(
      new Map([
        [ids[1], "nsfw"],
        [ids[2], "unknown-to-source"],
      ]),
    );
    expect(said).toContainEqual(expect.stringMatching(/does not have some of the posts/));
    expect(said).toContainEqual(expect.stringMatching(/NSFW marks.*unknown-to-source/));
  });

  test("stores nothing unmarked when the archive is away, and says so", async () => {
    const { world, archive } = keylessWorld(() => feedOf(ids), young);
    archive.faults.push(away, away, away);
    await world.load({ nsfw: false });
    expect(world.queued).toEqual([]);
    expect(world.summary?.note).toMatch(/archive was away/);
    expect(world.summary?.note).toMatch(unknownNote);
    expect(world.summary?.counts.unknownToSource).toBe(4);
  });

  test("is without a word where the way in knows it, or nothing is asked", async () => {
    const { world } = keylessWorld(() => feedOf(ids), young);
    await world.load({ nsfw: true, author: "catperson" });
    expect(world.summary?.note).not.toMatch(unknownNote);
    expect(world.summary?.counts).not.toHaveProperty("unknownToSource");
  });
});

test("posts that the archive has yet to get are taken whole by the next crawl", async () => {
  const { world, archive } = keylessWorld(() => feedOf(ids.slice(0, 1)), []);
  await world.load({ nsfw: false });
  expect(world.records).toMatchObject([{ reason: "unknown-to-source" }]);
  expect(world.summary?.note).toMatch(/The next crawl asks again/);
  archive.posts = young;
  await world.load({ crawlId: "01KAR7Q8Z4M3XWQ0V5T9B2C6DF", nsfw: false });
  expect(world.queued).toEqual([ids[0]]);
});

test("adverts are recorded and counted, and do not count against the limit, on any page", async () => {
  const world = new FakeWorld();
  const advert = (id: string) => pictureChild(id, { promoted: true, over_18: true });
  world.answers = {
    "": [{ children: [advert("ad1"), pictureChild("a1"), advert("ad2")], after: "t3_ad2" }],
    t3_ad2: [{ children: [advert("ad3"), pictureChild("a2"), pictureChild("a3")] }],
  };
  await world.load({ limit: 2, nsfw: true });
  expect(world.pages.map(({ limit }) => limit)).toEqual([2, 1]);
  expect(world.queued).toEqual(["a1", "a2"]);
  expect(world.records.map(({ post, reason }) => [post.id, reason])).toEqual([
    ["ad1", "promoted"],
    ["ad2", "promoted"],
    ["ad3", "promoted"],
  ]);
  expect(world.summary).toMatchObject({
    state: "listed",
    cutByReddit: false,
    counts: { listed: 5, adverts: 3, queued: 2, withoutPictures: 3 },
  });
});

test("a subreddit that ends after its adverts has been cut short", async () => {
  const world = new FakeWorld({
    "": [{ children: [pictureChild("ad1", { is_created_from_ads_ui: true })] }],
  });
  await world.load({ limit: 1 });
  expect(world.summary).toMatchObject({ cutByReddit: true, counts: { adverts: 1 } });
});

test("what its author deleted is left out by Reddit's own word, too, unless it is wanted", async () => {
  const world = new FakeWorld();
  const deleted = pictureChild("a1", { removed_by_category: "deleted", author: "[deleted]" });
  world.answers = { "": [{ children: [deleted] }] };
  await world.load();
  expect(world.records).toMatchObject([{ outcome: "filtered", reason: "deleted-by-author" }]);
  await world.load({ crawlId: "01KAR7Q8Z4M3XWQ0V5T9B2C6DF", includeDeleted: true });
  expect(world.queued).toEqual(["a1"]);
});
