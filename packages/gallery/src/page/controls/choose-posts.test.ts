import { describe, expect, test } from "vitest";

import { shapePost } from "../../library/shape-post.ts";
import {
  sampleCrawlId,
  sampleRecord,
  storedLink,
} from "@reddit-crawler/picture-folder/testing/sample-records";
import { choosePosts, initialChoice, type Choice } from "./choose-posts.ts";

const post = (...record: Parameters<typeof sampleRecord>) =>
  shapePost(sampleRecord(...record), () => undefined);

const posts = [
  post("1a", { post: { title: "Zoë the CAT", author: "anna", score: 5 } }),
  post("1b", { post: { title: "ｆａｎｃｙ dog", flair: "OC", createdAt: "2026-11-02T00:00:00Z" } }),
  post("1c", {
    links: [storedLink("1c"), storedLink("1c", "02.gif")],
    post: { title: "Set", score: 9, createdAt: "2026-11-01T00:00:00Z" },
  }),
  post("1d", { post: { title: "a secret", over18: true } }),
  post("1e", { post: { title: "a surprise", spoiler: true } }),
  post("1f", { links: [storedLink("1f", "01.mp4")], post: { title: "Film" } }),
  post("1g", { links: [], outcome: "no-pictures", reason: "poll" }),
];

function chosen(part: Partial<Choice>, crawlId?: string): string[] {
  return choosePosts(posts, crawlId, { ...initialChoice, ...part }).map(({ id }) => id);
}

describe("the posts that are shown", () => {
  test("are those with pictures, as they landed", () => {
    expect(chosen({})).toEqual(["1a", "1b", "1c", "1d", "1e", "1f"]);
  });

  test.each<[string, Partial<Choice>, string[]]>([
    ["sets", { kind: "sets" }, ["1c"]],
    ["still pictures", { kind: "stills" }, ["1a", "1b", "1c", "1d", "1e"]],
    ["moving ones", { kind: "moving" }, ["1c", "1f"]],
    ["nothing sensitive", { sensitive: "hide" }, ["1a", "1b", "1c", "1f"]],
    ["a title without its accents and case", { text: "zoe cat" }, ["1a"]],
    ["a title in fancy letters", { text: "fancy" }, ["1b"]],
    ["an author", { text: "u/anna" }, ["1a"]],
    ["a flair", { text: "oc" }, ["1b"]],
    ["every word", { text: "zoe dog" }, []],
    ["a pattern as text", { text: ".*" }, []],
    ["the highest score first", { order: "score" }, ["1c", "1a", "1b", "1d", "1e", "1f"]],
    ["the newest first", { order: "newest", kind: "stills" }, ["1b", "1c", "1a", "1d", "1e"]],
    ["by title", { order: "title", sensitive: "hide", kind: "stills" }, ["1b", "1c", "1a"]],
  ])("are %s", (_, part, ids) => {
    expect(chosen(part)).toEqual(ids);
  });

  test("are those of a crawl", () => {
    expect(chosen({}, sampleCrawlId)).toHaveLength(6);
    expect(chosen({}, "another")).toEqual([]);
  });
});
