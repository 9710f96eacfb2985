import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { expect, test } from "vitest";

import { cannedContext, type CannedAnswer } from "./canned-http.ts";
import { redgifs } from "./redgifs.ts";

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

test("gives the large file first and the small one after it", async () => {
  const { context } = cannedContext(gifAnswer({ type: 1, urls: urls("A") }));
  expect(await redgifs.resolve?.(page, context)).toEqual({
    kind: "pictures",
    album: false,
    items: [
      [
        { url: "https://media.redgifs.com/A.mp4?s=1", quality: "original" },
        { url: "https://media.redgifs.com/A-mobile.mp4?s=1", quality: "reduced" },
      ],
    ],
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
    items: [[{ quality: "original" }, { quality: "reduced" }], []],
  });
});

test("uses one token for ten minutes, and sends it with its referer", async () => {
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
});

test("reports a deleted gif as gone", async () => {
  const { context } = cannedContext(tokenAnswer);
  expect(await redgifs.resolve?.(page, context)).toEqual({ kind: "gone", reason: "redgifs-gone" });
});

test("may be tried again when no token comes", async () => {
  const { context } = cannedContext({});
  await expect(redgifs.resolve?.(page, context)).rejects.toThrow(RetryableError);
});
