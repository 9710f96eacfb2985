import { describe, expect, test } from "vitest";

import { sampleRecord, storedLink } from "@reddit-crawler/picture-folder/testing/sample-records";
import { shapePost } from "./shape-post.ts";

const noSize = () => undefined;

describe("a post as the page shows it", () => {
  test("has its pictures in their order, with the sizes that are known", () => {
    const record = sampleRecord("1a", {
      links: [storedLink("1a", "01.jpg"), storedLink("1a", "02.gif"), storedLink("1a", "03.mp4")],
    });
    const sizeOf = (path: string) => (path.endsWith("1.jpg") ? { width: 4, height: 3 } : undefined);
    expect(shapePost(record, sizeOf).pictures).toEqual([
      { path: "aww/1a/01.jpg", shownAs: "image", position: 1, bytes: 1000, width: 4, height: 3 },
      { path: "aww/1a/02.gif", shownAs: "animation", position: 2, bytes: 1000 },
      { path: "aww/1a/03.mp4", shownAs: "video", position: 3, bytes: 1000 },
    ]);
  });

  test("tells which links gave no picture, and why", () => {
    const record = sampleRecord("1a", {
      outcome: "partly-stored",
      links: [
        storedLink("1a"),
        {
          position: 2,
          foundIn: "gallery",
          outcome: "gone",
          reason: "http-404",
          url: "https://x.example",
        },
        { foundIn: "text", outcome: "refused" },
      ],
    });
    const { gaps, reason } = shapePost(record, noSize);
    expect(gaps).toEqual([
      { position: 2, reason: "http-404", url: "https://x.example" },
      { reason: "refused" },
    ]);
    expect(reason).toBeUndefined();
  });

  test("shows a cover, and tells that the rest of its album is missing", () => {
    const cover = { ...storedLink("1a"), reason: "album-cover", url: "https://x.example" };
    const record = sampleRecord("1a", { outcome: "partly-stored", links: [cover] });
    const { pictures, gaps } = shapePost(record, noSize);
    expect(pictures).toHaveLength(1);
    expect(gaps).toEqual([{ position: 1, reason: "album-cover", url: "https://x.example" }]);
  });

  test("without pictures tells why", () => {
    const record = sampleRecord("1a", { outcome: "no-pictures", reason: "poll", links: [] });
    expect(shapePost(record, noSize)).toMatchObject({ reason: "poll", pictures: [] });
  });

  test.each([
    "media/../../etc/passwd",
    "media/aww/1a/../01.jpg",
    "media/aww/1a/post.json/x",
    "media/aww/1A/01.jpg",
    "media/_crawls/1a/01.jpg",
    "crawls/01KAR7Q8Z4M3XWQ0V5T9B2C6DE/crawl.json",
    "media/aww/1a/01.jpg?x=1",
    "media/aww/1a/01.jpg#x",
    "https://evil.example/01.jpg",
    "",
  ])("takes no picture from the key %j", (key) => {
    const record = sampleRecord("1a", { links: [storedLink("1a", "01.jpg", { key })] });
    expect(shapePost(record, noSize).pictures).toEqual([]);
  });

  test.each([
    ["https://www.reddit.com/r/aww/comments/1a/cat/", true],
    ["https://old.reddit.com/r/aww/comments/1a/cat/", true],
    ["http://www.reddit.com/r/aww/", false],
    ["https://reddit.com.evil.example/", false],
    ["https://evilreddit.com/", false],
    ["javascript:alert(1)//www.reddit.com", false],
    ["//www.reddit.com/", false],
    ["", false],
  ])("links the permalink %s: %s", (permalink, isLinked) => {
    const shown = shapePost(sampleRecord("1a", { post: { permalink } }), noSize).permalink;
    expect(shown).toBe(isLinked ? permalink : undefined);
  });
});
