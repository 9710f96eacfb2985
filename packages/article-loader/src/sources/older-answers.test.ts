import { describe, expect, test } from "vitest";

import { archiveWorld, newest, now } from "../testing/archive-world.ts";
import { archivedPosts } from "../testing/fake-archive.ts";
import { feedOf, keylessWorld } from "../testing/keyless-world.ts";
import { pictureChild } from "../testing/listing-json.ts";
import { FakeWorld } from "../testing/loader-world.ts";

const createdAt = (world: FakeWorld) => JSON.parse(world.sent[0]?.text ?? "").post.createdAt;
const [archived] = archivedPosts(1, 1, now - 10);

const apiWorld = (child: unknown) => new FakeWorld({ "": [{ children: [child] }] });

describe.each(["0", "1skbyfv", "abcdefghijklm"])("a post with the id %s", (id) => {
  test.each([
    ["the API", () => apiWorld(pictureChild(id))],
    ["the archive", () => archiveWorld([{ ...archived!, id }]).world, "archive"],
    ["the feed", () => keylessWorld(() => feedOf([id])).world, "feed"],
    ["the way without keys", () => keylessWorld(() => feedOf([id]), [{ ...archived!, id }]).world],
  ] as const)("is taken from %s", async (...row) => {
    const world = row[1]();
    await world.load({ ...newest, source: row[2] });
    expect(world.queued).toEqual([id]);
  });
});

test("an id of 14 characters is counted as unreadable, and nothing else is lost", async () => {
  const { world } = archiveWorld([{ ...archived!, id: "abcdefghijklmn" }, archived!]);
  await world.load(newest);
  expect(world.queued).toEqual([archived?.id]);
  expect(world.lines).toContainEqual(expect.objectContaining({ PostsUnreadable: 1 }));
});

test.each([
  ["the API", () => apiWorld(pictureChild("a1", { created_utc: "1400000000" }))],
  [
    "the archive",
    () => {
      const posts = [{ ...archived!, created_utc: 1_400_000_000 }];
      const { archive, world } = archiveWorld(posts);
      const text = JSON.stringify({ data: [{ ...posts[0], created_utc: "1400000000" }] });
      archive.faults.push({ body: text });
      return world;
    },
    "archive",
  ],
] as const)("a date that is text is read as one from %s", async (...row) => {
  const world = row[1]();
  await world.load({ ...newest, source: row[2], since: "2014-01-01T00:00:00.000Z" });
  expect(createdAt(world)).toBe("2014-05-13T16:53:20.000Z");
});

describe("an address that was escaped as HTML", () => {
  const escaped = "https://preview.redd.it/abcdefghijklm.jpg?width=640&amp;s=0a1b";
  const item = { status: "valid", e: "Image", m: "image/jpg", s: { u: escaped } };
  const gallery = {
    url: "https://www.reddit.com/gallery/a1",
    is_gallery: true,
    gallery_data: { items: [{ media_id: "abcdefghijklm" }] },
    media_metadata: { abcdefghijklm: item },
  };

  test.each([
    ["of a post", { url: escaped }],
    ["of a gallery's picture", gallery],
    [
      "of Reddit's preview",
      { url: "https://i.redd.it/other.jpg", preview: { images: [{ source: { url: escaped } }] } },
    ],
  ])("%s is unescaped, whatever its age and source", async (_, fields) => {
    const api = apiWorld(pictureChild("a1", fields));
    const { world } = archiveWorld([{ ...archived!, ...fields }]);
    await api.load();
    await world.load(newest);
    for (const [sent] of [api.sent, world.sent]) {
      expect(sent?.text).toContain("width=640&s=0a1b");
      expect(sent?.text).not.toContain("&amp;");
    }
  });
});
