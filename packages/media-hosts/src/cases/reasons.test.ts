import { describe, expect, test } from "vitest";

import { mediaHosts } from "../index.ts";
import { cannedContext, type CannedAnswer } from "../testing/canned-http.ts";

const keys = { imgurClientId: "client1" };

function resolve(link: string, answers: Readonly<Record<string, CannedAnswer>>) {
  const page = new URL(link);
  return mediaHosts("all").hostOf(page)?.resolve?.(page, cannedContext(answers, keys).context);
}

const token = { "https://api.redgifs.com/v2/auth/temporary": { body: '{"token":"t0"}' } };
const clip = "https://api.redgifs.com/v2/gifs/onlyposterfox";
const pages: readonly (readonly [page: string, asked: string])[] = [
  ["https://imgur.com/a/3a3rJ", "https://api.imgur.com/post/v1/albums/3a3rJ"],
  ["https://imgur.com/gallery/3a3rJ", "https://api.imgur.com/post/v1/posts/3a3rJ"],
  ["https://www.redgifs.com/watch/onlyposterfox", clip],
  ["https://www.flickr.com/photos/a/123", "https://www.flickr.com/services/oembed"],
  ["https://ibb.co/AbC12xY", "https://ibb.co/AbC12xY"],
  ["https://postimg.cc/AbC12xYz", "https://postimg.cc/AbC12xYz"],
  ["https://tenor.com/view/cat-1", "https://tenor.com/view/cat-1"],
  ["https://gph.is/g/ZdRRgJE", "https://gph.is/g/ZdRRgJE"],
];

describe("gone is what the host says does not exist, and nothing else", () => {
  test.each(pages)("%s", async (page, asked) => {
    for (const status of [404, 410])
      expect(await resolve(page, { ...token, [asked]: { status } })).toMatchObject({
        kind: "gone",
      });
    for (const answer of [
      { status: 451 },
      { status: 302, headers: { location: "/login" } },
      { status: 302, headers: { location: "https://consent.example.com/" } },
    ])
      expect((await resolve(page, { ...token, [asked]: answer }))?.kind).not.toBe("gone");
  });
});

describe("redgifs' clip", () => {
  const watch = "https://www.redgifs.com/watch/OnlyPosterFox";
  const ask = (urls: object) =>
    resolve(watch.toLowerCase(), { ...token, [clip]: { body: JSON.stringify({ gif: { urls } }) } });
  const silent = "https://media.redgifs.com/OnlyPosterFox-silent.mp4";
  const poster = "https://media.redgifs.com/OnlyPosterFox-poster.jpg";

  test("without large and small files has the one without sound, then its still", async () => {
    expect(await ask({ silent, poster })).toMatchObject({
      kind: "pictures",
      items: [
        [
          { url: silent, quality: "reduced" },
          { url: poster, quality: "reduced" },
        ],
      ],
    });
  });

  test("without any file is an item without one, and not a closed host's", async () => {
    expect(await ask({})).toMatchObject({ kind: "pictures", items: [[]] });
  });
});

test("an album without pictures is empty, and one whose pictures are elsewhere is not", async () => {
  const asked = "https://api.imgur.com/post/v1/albums/3a3rJ";
  const answer = (media: object[]) =>
    resolve("https://imgur.com/a/3a3rJ", { [asked]: { body: JSON.stringify({ media }) } });
  expect(await answer([])).toEqual({ kind: "nothing", reason: "imgur-album-empty" });
  expect(await answer([{ url: "https://elsewhere.example/a.jpg" }])).toEqual({
    kind: "nothing",
    reason: "page-shows-no-picture",
  });
});
