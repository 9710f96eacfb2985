import { describe, expect, test } from "vitest";

import { cannedContext } from "../testing/canned-http.ts";
import { mediaHosts } from "../index.ts";
import { resolvePagePicture } from "./page-picture.ts";

const page = new URL("https://ibb.co/AbC12xY");

describe("the picture that a page shows for itself", () => {
  test.each([
    [
      '<meta property="og:image" content="https://i.ibb.co/A/cat.jpg" />',
      "https://i.ibb.co/A/cat.jpg",
    ],
    [
      "<META content='https://i.ibb.co/A/cat.jpg?a=1&amp;b=2' property='og:image'>",
      "https://i.ibb.co/A/cat.jpg?a=1&b=2",
    ],
    [
      '<meta name="twitter:image" content="/cat.jpg"><meta name="author" content="x">',
      "https://ibb.co/cat.jpg",
    ],
    [
      '<meta name="twitter:image" content="https://i.ibb.co/small.jpg">\n<meta property="og:image" content="https://i.ibb.co/large.jpg">',
      "https://i.ibb.co/large.jpg",
    ],
  ])("is read from %s", async (html, url) => {
    const { context } = cannedContext({
      [page.href]: { body: `<html><head>${html}</head></html>` },
    });
    expect(await resolvePagePicture(page, context, [])).toEqual({
      kind: "pictures",
      album: false,
      items: [[{ url, quality: "original" }]],
    });
  });

  test.each([
    ["<html></html>"],
    ['<meta property="og:title" content="https://i.ibb.co/A/cat.jpg">'],
    ['<meta property="og:image" content="">'],
    ['<meta property="og:image" content="https://[">'],
  ])("is missing from %s", async (html) => {
    const { context } = cannedContext({ [page.href]: { body: html } });
    expect(await resolvePagePicture(page, context, [])).toEqual({
      kind: "nothing",
      reason: "page-shows-no-picture",
    });
  });

  test.each([
    ["https://ibb.co/AbC12xY", "https://www.ibb.co/AbC12xY"],
    ["https://tenor.com/view/cat-1", "https://www.tenor.com/view/cat-1"],
    ["https://postimg.cc/AbC12xYz", "https://postimg.org/image/AbC12xYz"],
  ])("is found where the page %s moves to %s", async (from, location) => {
    const body = '<meta property="og:image" content="https://i.ibb.co/A/cat.jpg" />';
    const { context } = cannedContext({
      [from]: { status: 301, headers: { location } },
      [location]: { body },
    });
    const host = mediaHosts("all").hostOf(new URL(from));
    expect(await host?.resolve?.(new URL(from), context)).toMatchObject({
      items: [[{ url: "https://i.ibb.co/A/cat.jpg" }]],
    });
  });

  test.each(["https://consent.example.com/?next=x", "https://notibb.co/AbC12xY"])(
    "is refused where the page sends to %s instead",
    async (location) => {
      const { context } = cannedContext({ [page.href]: { status: 302, headers: { location } } });
      const host = mediaHosts("all").hostOf(page);
      expect(await host?.resolve?.(page, context)).toEqual({
        kind: "refused",
        reason: "redirected-elsewhere",
      });
    },
  );

  test("is read in one go, whatever stands in the page: no tag is looked for in another one", async () => {
    const body = '<meta property="og:image" <meta content="https://i.ibb.co/A/cat.jpg">';
    const { context } = cannedContext({ [page.href]: { body } });
    expect(await resolvePagePicture(page, context, [])).toMatchObject({ kind: "nothing" });
  });

  test.each([
    [0, "pictures"],
    [256 * 1024 - 60, "pictures"],
    [256 * 1024, "nothing"],
    [3_900_000, "nothing"],
  ])("is looked for in the first 256 KB: %i characters before it give %s", async (before, kind) => {
    const tag = '<meta property="og:image" content="https://i.ibb.co/A.jpg">';
    const { context } = cannedContext({
      [page.href]: { body: `${"<meta ".repeat(before / 6).padEnd(before)}${tag}` },
    });
    expect(await resolvePagePicture(page, context, [])).toMatchObject({ kind });
  });

  test("is gone with its page", async () => {
    expect(await resolvePagePicture(page, cannedContext({}).context, [])).toEqual({
      kind: "gone",
      reason: "page-gone",
    });
  });
});
