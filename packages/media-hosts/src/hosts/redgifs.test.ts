import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { beforeEach, expect, test } from "vitest";

import { cannedContext, type CannedAnswer } from "../testing/canned-http.ts";
import type { MediaHost } from "../media-host.ts";
import { createRedgifs } from "./redgifs.ts";

let redgifs: MediaHost;
beforeEach(() => {
  redgifs = createRedgifs();
});

const page = new URL("https://www.redgifs.com/watch/somelongname");
const tokenAnswer = { "https://api.redgifs.com/v2/auth/temporary": { body: '{"token":"t0"}' } };
const gifAnswer = (gif: object, more: Record<string, CannedAnswer> = {}) => ({
  ...tokenAnswer,
  "https://api.redgifs.com/v2/gifs/somelongname": { body: JSON.stringify({ gif }) },
  ...more,
});
const urls = (name: string) => ({
  hd: `https://media.redgifs.com/${name}.mp4?s=1`,
  sd: `https://media.redgifs.com/${name}-mobile.mp4?s=1`,
  poster: `https://media.redgifs.com/${name}-poster.jpg?s=1`,
});

test("gives the large file first, the small one after it, and the still last", async () => {
  const { context } = cannedContext(gifAnswer({ type: 1, urls: urls("A") }));
  expect(await redgifs.resolve?.(page, context)).toEqual({
    kind: "pictures",
    album: false,
    items: [
      [
        { url: "https://media.redgifs.com/A.mp4?s=1", quality: "original" },
        { url: "https://media.redgifs.com/A-mobile.mp4?s=1", quality: "reduced" },
        { url: "https://media.redgifs.com/A-poster.jpg?s=1", quality: "reduced" },
      ],
    ],
    animation: true,
  });
});

test("opens a gallery", async () => {
  const { context } = cannedContext(
    gifAnswer(
      { urls: urls("A"), gallery: "g1" },
      {
        "https://api.redgifs.com/v2/gallery/g1": {
          body: JSON.stringify({ gifs: [{ urls: urls("A") }, { urls: { hd: null } }] }),
        },
      },
    ),
  );
  expect(await redgifs.resolve?.(page, context)).toMatchObject({
    album: true,
    items: [[{ quality: "original" }, { quality: "reduced" }, { quality: "reduced" }], []],
  });
});

test("uses one token a process for ten minutes, and sends it with its referer", async () => {
  const { context, requests, clock } = cannedContext(gifAnswer({ urls: urls("A") }));
  const asked = () => requests.filter(({ url }) => url.pathname === "/v2/auth/temporary").length;
  await redgifs.resolve?.(page, context);
  clock.nowMs += 10 * 60_000 - 1;
  await redgifs.resolve?.(page, context);
  expect(asked()).toBe(1);
  expect(requests.at(-1)?.headers).toEqual({
    authorization: "Bearer t0",
    referer: "https://www.redgifs.com/",
  });
  clock.nowMs += 1;
  await redgifs.resolve?.(page, context);
  expect(asked()).toBe(2);
  await createRedgifs().resolve?.(page, context);
  expect(asked()).toBe(3);
});

/** redgifs, which grants `t1`, `t2` … and answers 401 to those that `isDead`. */
function redgifsGranting(isDead: (token: string) => boolean) {
  let granted = 0;
  const { context, requests } = cannedContext({
    get "https://api.redgifs.com/v2/auth/temporary"(): CannedAnswer {
      granted++;
      return { body: `{"token":"t${granted}"}` };
    },
    get "https://api.redgifs.com/v2/gifs/somelongname"(): CannedAnswer {
      const token = requests.at(-1)?.headers?.["authorization"] ?? "";
      if (isDead(token.replace("Bearer ", ""))) return { status: 401 };
      return { body: JSON.stringify({ gif: { urls: urls("A") } }) };
    },
  });
  return { ask: () => redgifs.resolve?.(page, context), granted: () => granted };
}

test("asks once more with a new token when the one it has is dead", async () => {
  const dead = new Set<string>();
  const { ask, granted } = redgifsGranting((token) => dead.has(token));
  await ask();
  dead.add("t1");
  expect(await ask()).toMatchObject({ kind: "pictures" });
  expect(await ask()).toMatchObject({ kind: "pictures" });
  expect(granted()).toBe(2);
});

test("does not ask for tokens without end", async () => {
  const { ask, granted } = redgifsGranting(() => true);
  const failure = await Promise.resolve(ask()).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(RetryableError);
  expect(failure).toMatchObject({ code: "http-401" });
  expect(granted()).toBe(2);
});

test("does not throw away another's new token for an old one that is dead", async () => {
  const { ask, granted } = redgifsGranting((token) => token === "t1");
  await Promise.all([ask(), ask()]);
  expect(await ask()).toMatchObject({ kind: "pictures" });
  expect(granted()).toBe(2);
});

test.each([404, 410])("reports a gif that is deleted with %i as gone", async (status) => {
  const { context } = cannedContext({
    ...tokenAnswer,
    "https://api.redgifs.com/v2/gifs/somelongname": { status },
  });
  expect(await redgifs.resolve?.(page, context)).toEqual({ kind: "gone", reason: "redgifs-gone" });
});

test("gives the picture of one that is a picture", async () => {
  const hd = "https://media.redgifs.com/A-large.jpg?s=1";
  const { context } = cannedContext(gifAnswer({ type: 2, urls: { hd, sd: null, poster: hd } }));
  expect(await redgifs.resolve?.(page, context)).toMatchObject({
    items: [[{ url: hd, quality: "original" }]],
  });
});

test("may be attempted again when no token comes", async () => {
  const { context } = cannedContext({});
  await expect(redgifs.resolve?.(page, context)).rejects.toThrow(RetryableError);
});
