import { describe, expect, test } from "vitest";

import { readArchivePost } from "./archive-post.ts";

const july2026 = 1_783_000_000;

describe("an archived post", () => {
  test.each([
    ["once it was read again", { _meta: { retrieved_2nd_on: july2026 + 130_000 } }, 42],
    ["not before", {}, undefined],
    ["not by its age alone, where it was never read again", { _meta: {} }, undefined],
    ["of the time before the marks", { created_utc: 1_650_000_000 }, 42],
  ])("has a score %s", (_, more, score) => {
    expect(readArchivePost({ id: "a", created_utc: july2026, score: 42, ...more })?.score).toBe(
      score,
    );
  });

  test("has a date also where that is text, as in 2014 and 2015", () => {
    expect(readArchivePost({ created_utc: "1400000000" })?.created_utc).toBe(1_400_000_000);
    expect(readArchivePost({ created_utc: "soon" })?.created_utc).toBeUndefined();
  });

  test("of Pushshift's time is unescaped once, at any depth", () => {
    const old = {
      created_utc: 1_640_000_000,
      title: "R&amp;B &amp;lt;3",
      preview: { images: [{ source: { url: "https://preview.redd.it/a.jpg?auto=webp&amp;s=1" } }] },
    };
    expect(readArchivePost(old)).toMatchObject({
      title: "R&B &lt;3",
      preview: { images: [{ source: { url: "https://preview.redd.it/a.jpg?auto=webp&s=1" } }] },
    });
    expect(readArchivePost({ ...old, created_utc: july2026 })?.title).toBe("R&amp;B &amp;lt;3");
  });

  test.each([
    [{ removed_by_category: "deleted" }, true],
    [{ _meta: { removal_type: "deleted", was_deleted_later: true } }, true],
    [{ _meta: { was_deleted_later: true } }, true],
    [{ _meta: { removal_type: "moderator", was_deleted_later: true } }, undefined],
    [{ removed_by_category: "moderator" }, undefined],
    [{}, undefined],
  ])("%j was taken down by its author: %s", (more, isTakenDown) => {
    expect(readArchivePost({ created_utc: july2026, ...more })?.deleted_by_author).toBe(
      isTakenDown,
    );
  });

  test.each([null, "x", 7])("is none in %j", (given) => {
    expect(readArchivePost(given)).toBeUndefined();
  });
});
