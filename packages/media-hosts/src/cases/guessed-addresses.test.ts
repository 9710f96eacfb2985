import type { LinkCandidate } from "@reddit-crawler/message-schema";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { mediaHosts } from "../index.ts";
import { readingInWords } from "../testing/reading-in-words.ts";

const hosts = mediaHosts("all");
const id = fc.stringMatching(/^[A-Za-z0-9]{7}$/);
const extension = fc.constantFrom("jpg", "jpeg", "png", "gif", "webp");
const size = fc.constantFrom("75sq", "250", "500", "540");
const file = fc.tuple(id, extension).map((parts) => parts.join("."));

/** Links that have a better address than their own by some rule. */
const link = fc.oneof(
  file.map((name) => `https://preview.redd.it/${name}?width=64&s=1`),
  file.map((name) => `https://preview.redd.it/a-cat-v0-${name}?width=64&s=1`),
  file.map((name) => `https://i.redd.it/a-cat-v0-${name}`),
  fc
    .tuple(id, size, extension)
    .map(([name, ...end]) => `https://64.media.tumblr.com/5e/tumblr_${name}_${end.join(".")}`),
  id.map((name) => `https://pbs.twimg.com/media/${name}.jpg:large`),
  id.map((name) => `https://pbs.twimg.com/media/${name}?format=png&name=small`),
  file.map((name) => `https://i.pinimg.com/564x/0f/1b/2c/${name}`),
  file.map(
    (name) => `https://upload.wikimedia.org/wikipedia/commons/thumb/6/6c/${name}/80px-${name}`,
  ),
  fc.tuple(id, extension).map(([name, end]) => `https://i.imgur.com/${name}m.${end}`),
  fc.tuple(id, fc.constantFrom("m", "_lq")).map((end) => `https://i.imgur.com/${end.join("")}.mp4`),
  fc.tuple(id, extension).map(([name, end]) => `https://i.imgur.com/${name}_d.${end}?maxwidth=64`),
  ...["", "gallery/", "r/aww/", "download/"].map((path) =>
    id.map((name) => `https://imgur.com/${path}${name}`),
  ),
  id.map((name) => `https://giphy.com/gifs/cat-${name}`),
  file.map((name) => `https://media1.giphy.com/media/abcdefg/${name}`),
);
const isAnimation = fc.boolean();

/** Rules whose address can hold nothing but the upload: who answers at it has said that it is the original. */
const uploadsOnly =
  /^https:\/\/(?:i\.redd\.it\/|pbs\.twimg\.com\/media\/.*name=orig$|i\.pinimg\.com\/originals\/|upload\.wikimedia\.org\/|i\.giphy\.com\/|i\.imgur\.com\/)/;

function candidatesOf(text: string, animation: boolean): LinkCandidate[] {
  const reading = hosts.read(text, undefined, { isAnimation: animation });
  return reading.kind === "picture" || reading.kind === "page" ? reading.candidates : [];
}

/** Apart from the query, which an address may lose on its way. */
const withoutQuery = (text: string) => text.replace(/\?.*$/, "");

test("no address is made up without being marked as guessed", () => {
  fc.assert(
    fc.property(link, isAnimation, (text, animation) => {
      const asLinked = candidatesOf(text, animation).filter(({ guessed }) => !guessed);
      const others = asLinked.filter(({ url }) => withoutQuery(url) !== withoutQuery(text));
      expect(others).toEqual([]);
    }),
  );
});

test("the address that is linked stays behind the one that is guessed", () => {
  fc.assert(
    fc.property(link, isAnimation, (text, animation) => {
      const pathname = new URL(text).pathname;
      fc.pre(/\.[a-z]+(?::large)?$/.test(pathname) && !pathname.includes("-v0-"));
      expect(candidatesOf(text, animation).map(({ url }) => new URL(url).pathname)).toContain(
        pathname,
      );
    }),
  );
});

test("no made-up address is called original, unless nothing but the upload can be at it", () => {
  fc.assert(
    fc.property(link, isAnimation, (text, animation) => {
      const called = candidatesOf(text, animation).filter(
        ({ guessed, quality, url }) => guessed && quality === "original" && !uploadsOnly.test(url),
      );
      expect(called).toEqual([]);
    }),
  );
});

test("no file of an id alone is called original: it may be the still of a video", () => {
  const page = fc.constantFrom("", "gallery/", "r/aww/", "t/cats/", "download/");
  fc.assert(
    fc.property(page, id, isAnimation, (path, name, animation) => {
      for (const { quality } of candidatesOf(`https://imgur.com/${path}${name}`, animation))
        expect(quality).toBe("reduced");
    }),
  );
});

describe("an animation is asked for before its still", () => {
  test.each([
    [
      "https://imgur.com/QhVg5yl",
      ["page https://imgur.com/QhVg5yl", ...["mp4", "gif", "jpg"].map(guess)],
    ],
    [
      "https://imgur.com/gallery/QhVg5yl",
      ["page https://imgur.com/gallery/QhVg5yl", ...["mp4", "gif", "jpg"].map(guess)],
    ],
    ["https://i.imgur.com/QhVg5yl.jpg", ["original https://i.imgur.com/QhVg5yl.jpg", guess("mp4")]],
    [
      "https://i.imgur.com/QhVg5ylh.jpg",
      [
        "guessed original https://i.imgur.com/QhVg5yl.jpg",
        guess("mp4"),
        "reduced https://i.imgur.com/QhVg5ylh.jpg",
      ],
    ],
  ])("%s", (text, expected) => {
    expect(readingInWords(hosts.read(text, undefined, { isAnimation: true }))).toEqual(expected);
  });

  function guess(end: string): string {
    return `guessed reduced https://i.imgur.com/QhVg5yl.${end}`;
  }
});
