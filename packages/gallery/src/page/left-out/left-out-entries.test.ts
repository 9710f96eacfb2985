import { describe, expect, test } from "vitest";

import { shapePost } from "../../library/shape-post.ts";
import { sampleRecord, storedLink } from "@reddit-crawler/picture-folder/testing/sample-records";
import { leftOutEntries, reasonCounts } from "./left-out-entries.ts";

const gone = (position: number) => ({
  position,
  foundIn: "gallery",
  outcome: "gone",
  reason: "http-404",
  url: `https://i.redd.it/${position}.jpg`,
});
const posts = [
  sampleRecord("1a"),
  sampleRecord("1b", { outcome: "no-pictures", reason: "poll", links: [] }),
  sampleRecord("1c", { outcome: "nothing-stored", links: [gone(1), gone(2)] }),
  sampleRecord("1d", {
    outcome: "partly-stored",
    links: [storedLink("1d"), gone(2), { foundIn: "text", outcome: "refused" }],
  }),
].map((record) => shapePost(record, () => undefined));

describe("what was left out", () => {
  test("is a post of which nothing is there, or a link of another", () => {
    expect(
      leftOutEntries(posts, undefined).map(({ post, what, reason }) => [post.id, what, reason]),
    ).toEqual([
      ["1b", "The post", "poll"],
      ["1c", "The post", "http-404"],
      ["1d", "Picture 2", "http-404"],
      ["1d", "A link", "refused"],
    ]);
  });

  test("is counted by reason, the most frequent first", () => {
    expect(reasonCounts(leftOutEntries(posts, undefined))).toEqual([
      ["http-404", 2],
      ["poll", 1],
      ["refused", 1],
    ]);
  });

  test("is that of one crawl", () => {
    expect(leftOutEntries(posts, "another")).toEqual([]);
  });
});
