import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { describe, expect, test } from "vitest";

import { cannedContext } from "../../testing/canned-http.ts";
import type { ResolveContext } from "../../media-host.ts";
import { ImgurCredit } from "./imgur-credit.ts";
import { ImgurPageId } from "./imgur-page-id.ts";
import { resolveImgurPage } from "./imgur-pages.ts";

const resolve = (path: string, context: ResolveContext) =>
  resolveImgurPage(
    new URL(`https://imgur.com/${path}`),
    context,
    new ImgurCredit(),
    new ImgurPageId(),
  );
const keys = { imgurClientId: "client1" };
const direct = (id: string) => [
  { url: `https://i.imgur.com/${id}.jpg`, quality: "reduced", guessed: true },
];
const media = (...urls: (string | null)[]) =>
  urls.map((url) => ({ id: "x", mime_type: "image/png", url }));

describe("without a client id", () => {
  const { context, requests } = cannedContext({});

  test("leaves a single picture to the addresses that its link makes one guess, and asks nobody", async () => {
    expect(await resolve("PVXxY6p", context)).toEqual({
      kind: "pictures",
      album: false,
      items: [[]],
    });
    expect(requests).toEqual([]);
  });

  test.each([
    ["a/3a3rJ", "imgur-album-needs-client-id"],
    ["gallery/3a3rJ", "imgur-gallery-needs-client-id"],
  ])("says what %s lacks", async (path, reason) => {
    expect(await resolve(path, context)).toEqual({ kind: "refused", reason });
  });

  test("still takes a list apart", async () => {
    expect(await resolve("abcde,PVXxY6p", context)).toEqual({
      kind: "pictures",
      album: true,
      items: [direct("abcde"), direct("PVXxY6p")],
    });
  });
});

describe("with a client id", () => {
  test.each([
    ["PVXxY6p", "media/PVXxY6p", false],
    ["a/3a3rJ", "albums/3a3rJ", true],
    ["gallery/3a3rJ", "posts/3a3rJ", true],
  ])("asks for %s at %s, once", async (path, endpoint, album) => {
    const { context, requests } = cannedContext(
      {
        [`https://api.imgur.com/post/v1/${endpoint}`]: {
          body: JSON.stringify({ media: media("https://i.imgur.com/abcdefg.png") }),
        },
      },
      keys,
    );
    expect(await resolve(path, context)).toEqual({
      kind: "pictures",
      album,
      items: [[{ url: "https://i.imgur.com/abcdefg.png", quality: "original" }]],
    });
    expect(requests.map(({ url }) => url.search)).toEqual(["?client_id=client1&include=media"]);
  });

  test("gives an album's pictures in order, and none from elsewhere", async () => {
    const urls = [
      "https://i.imgur.com/bbbbbbb.mp4",
      "https://evil.example/x.png",
      null,
      "https://i.imgur.com/aaaaaaa.gif",
    ];
    const { context } = cannedContext(
      {
        "https://api.imgur.com/post/v1/albums/3a3rJ": {
          body: JSON.stringify({ is_album: true, media: media(...urls) }),
        },
      },
      keys,
    );
    expect(await resolve("a/3a3rJ", context)).toEqual({
      kind: "pictures",
      album: true,
      items: [
        [{ url: "https://i.imgur.com/bbbbbbb.mp4", quality: "original" }],
        [{ url: "https://i.imgur.com/aaaaaaa.gif", quality: "original" }],
      ],
    });
  });

  test("believes imgur that a gallery is one picture", async () => {
    const { context } = cannedContext(
      {
        "https://api.imgur.com/post/v1/posts/PVXxY6p": {
          body: JSON.stringify({
            is_album: false,
            media: media("https://i.imgur.com/PVXxY6p.gif"),
          }),
        },
      },
      keys,
    );
    expect(await resolve("gallery/PVXxY6p", context)).toMatchObject({
      album: false,
    });
  });

  test("leaves a picture that the API has forgotten to the addresses that its link makes one guess", async () => {
    const { context } = cannedContext({}, keys);
    expect(await resolve("PVXxY6p", context)).toEqual({
      kind: "pictures",
      album: false,
      items: [[]],
    });
  });

  test("reports an album that imgur does not know as gone, and an empty one as empty", async () => {
    const { context } = cannedContext(
      { "https://api.imgur.com/post/v1/albums/empty": { body: '{"id":"empty","image_count":0}' } },
      keys,
    );
    expect(await resolve("a/3a3rJ", context)).toEqual({
      kind: "gone",
      reason: "imgur-album-gone",
    });
    expect(await resolve("a/empty", context)).toEqual({
      kind: "nothing",
      reason: "imgur-album-empty",
    });
  });

  test("does not take an album for gone whose question is sent elsewhere", async () => {
    const elsewhere = { status: 302, headers: { location: "https://imgur.com/consent" } };
    const { context } = cannedContext(
      {
        "https://api.imgur.com/post/v1/albums/3a3rJ": elsewhere,
        "https://api.imgur.com/post/v1/media/PVXxY6p": elsewhere,
      },
      keys,
    );
    expect(await resolve("a/3a3rJ", context)).toEqual({
      kind: "refused",
      reason: "redirected-elsewhere",
    });
    expect(await resolve("PVXxY6p", context)).toMatchObject({
      items: [[]],
    });
  });

  test("asks to wait as long as imgur says when the credit is used up", async () => {
    const { context } = cannedContext(
      {
        "https://api.imgur.com/post/v1/albums/3a3rJ": {
          status: 429,
          headers: { "retry-after": "90" },
        },
      },
      keys,
    );
    const failure = await resolve("a/3a3rJ", context).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ThrottledError);
    expect(failure).toMatchObject({ retryAfterSeconds: 90 });
  });

  test.each([
    ['{"errors":[{"id":"x","code":"429","status":"Too Many Requests","detail":"y"}]}'],
    ['{"errors":[{"code":429}]}'],
    ['{"data":{"error":"Too many requests"},"success":false,"status":429}'],
    ["<html><h1>Imgur is over capacity!</h1></html>"],
    ['{"data":{"error":"Imgur is temporarily over capacity."},"success":false,"status":500}'],
  ])("takes an answer for a 429 that says so in its body alone: %s", async (body) => {
    const { context } = cannedContext(
      { "https://api.imgur.com/post/v1/albums/3a3rJ": { status: 200, body } },
      keys,
    );
    const failure = await resolve("a/3a3rJ", context).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ThrottledError);
    expect(failure).toMatchObject({ code: "http-429", retryAfterSeconds: 600 });
  });

  test.each(['{"errors":[{"code":"404"}]}', '{"success":false,"status":404}'])(
    "takes an answer for a 404 that says so in its body alone: %s",
    async (body) => {
      const { context } = cannedContext(
        {
          "https://api.imgur.com/post/v1/albums/3a3rJ": { body },
          "https://api.imgur.com/post/v1/media/PVXxY6p": { body },
        },
        keys,
      );
      expect(await resolve("a/3a3rJ", context)).toEqual({
        kind: "gone",
        reason: "imgur-album-gone",
      });
      expect(await resolve("PVXxY6p", context)).toMatchObject({
        items: [[]],
      });
    },
  );

  test.each([
    [{ status: 500 }, "http-500"],
    [{ status: 403 }, "http-403"],
    [{ status: 200, body: "<html>Internal error</html>" }, "imgur-unreadable-answer"],
    [{ status: 200, body: "[]" }, "imgur-unreadable-answer"],
    [{ status: 200, body: '{"errors":[{"code":"500","detail":"x"}]}' }, "http-500"],
    [{ status: 200, body: '{"success":false,"status":403,"data":{}}' }, "http-403"],
    [{ status: 200, body: '{"errors":[{"detail":"x"}]}' }, "imgur-unreadable-answer"],
    [{ status: 200, body: '{"success":false}' }, "imgur-unreadable-answer"],
  ])("may be attempted again after %j", async (answer, code) => {
    const { context } = cannedContext(
      { "https://api.imgur.com/post/v1/albums/3a3rJ": answer },
      keys,
    );
    const failure = await resolve("a/3a3rJ", context).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RetryableError);
    expect(failure).toMatchObject({ code });
  });
});
