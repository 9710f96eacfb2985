import { expect, test } from "vitest";

import { cannedContext } from "../testing/canned-http.ts";
import { flickr } from "./flickr.ts";

const page = new URL("https://www.flickr.com/photos/someone/27746178674");
const oembed = "https://www.flickr.com/services/oembed";

test("asks for the picture of a photo page and calls it reduced, which 1,024 pixels are", async () => {
  const url = "https://live.staticflickr.com/8/277_0f_b.jpg";
  const { context, requests } = cannedContext({
    [oembed]: { body: JSON.stringify({ type: "photo", url }) },
  });
  expect(await flickr.resolve?.(page, context)).toEqual({
    kind: "pictures",
    album: false,
    items: [[{ url, quality: "reduced" }]],
  });
  expect(requests[0]?.url.searchParams.get("url")).toBe(page.href);
});

test("finds no picture on a video's page, and nothing where the photo is gone", async () => {
  const { context } = cannedContext({ [oembed]: { body: '{"type":"video"}' } });
  expect(await flickr.resolve?.(page, context)).toEqual({
    kind: "nothing",
    reason: "page-shows-no-picture",
  });
  expect(await flickr.resolve?.(page, cannedContext({}).context)).toEqual({
    kind: "gone",
    reason: "flickr-gone",
  });
});

test("follows its question to another of flickr's names, and to nobody else", async () => {
  const moved = (location: string) => ({ status: 301, headers: { location } });
  const body = '{"url":"https://live.staticflickr.com/8/277_0f_b.jpg"}';
  const { context } = cannedContext({
    [oembed]: moved("https://flickr.com/services/oembed"),
    "https://flickr.com/services/oembed": { body },
  });
  expect(await flickr.resolve?.(page, context)).toMatchObject({ kind: "pictures" });
  const { context: elsewhere } = cannedContext({ [oembed]: moved("https://consent.example.com/") });
  expect(await flickr.resolve?.(page, elsewhere)).toMatchObject({ kind: "refused" });
});
