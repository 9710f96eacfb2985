import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { askHost } from "../asking/ask-host.ts";
import { saysBusy } from "../asking/busy-words.ts";
import { mediaHosts } from "../index.ts";
import { cannedContext, type CannedAnswer } from "../testing/canned-http.ts";

const keys = { imgurClientId: "client1" };

async function resolve(link: string, answers: Readonly<Record<string, CannedAnswer>>) {
  const page = new URL(link);
  const { context, requests } = cannedContext(answers, keys);
  const asked = Promise.resolve(mediaHosts("all").hostOf(page)?.resolve?.(page, context));
  return { answer: await asked.catch((error: unknown) => error), requests };
}

const album = "https://imgur.com/a/OverCa0";
const albumApi = "https://api.imgur.com/post/v1/albums/OverCa0";
const overCapacity =
  '{"data":{"error":"Imgur is temporarily over capacity. Please try again later."},"success":false,"status":403}';

describe("the same words mean the same, whatever the status", () => {
  const status = fc.constantFrom(200, 400, 401, 403, 404, 429, 500, 502, 503);

  test.each([
    overCapacity,
    '{"errors":[{"code":"429","status":"Too Many Requests"}]}',
    '{"success":false,"status":429}',
    "<html><h1>Imgur is over capacity!</h1></html>",
  ])("imgur is busy: %s", async (body) => {
    await fc.assert(
      fc.asyncProperty(status, async (code) => {
        const { answer } = await resolve(album, { [albumApi]: { status: code, body } });
        expect(answer).toBeInstanceOf(ThrottledError);
        expect(answer).toMatchObject({ retryAfterSeconds: 600 });
      }),
    );
  });

  test.each(['{"errors":[{"code":"404"}]}', '{"success":false,"status":404}'])(
    "imgur has no such album: %s",
    async (body) => {
      await fc.assert(
        fc.asyncProperty(status, async (code) => {
          const { answer } = await resolve(album, { [albumApi]: { status: code, body } });
          expect(answer).toEqual({ kind: "gone", reason: "imgur-album-gone" });
        }),
      );
    },
  );

  test("a wait that is named counts more than the ten minutes", async () => {
    const headers = { "retry-after": "90" };
    const { answer } = await resolve(album, {
      [albumApi]: { status: 403, headers, body: overCapacity },
    });
    expect(answer).toMatchObject({ retryAfterSeconds: 90 });
  });

  test.each([
    ["https://ibb.co/AbC12xY", "https://ibb.co/AbC12xY"],
    ["https://postimg.cc/AbC12xYz", "https://postimg.cc/AbC12xYz"],
    ["https://www.flickr.com/photos/a/123", "https://www.flickr.com/services/oembed"],
    ["https://gph.is/g/ZdRRgJE", "https://gph.is/g/ZdRRgJE"],
  ])("%s is busy, too", async (link, asked) => {
    const { answer } = await resolve(link, { [asked]: { status: 403, body: "Too Many Requests" } });
    expect(answer).toBeInstanceOf(ThrottledError);
  });

  test("a page with status 200 that says so and shows no picture is no page without one", async () => {
    const page = "https://ibb.co/AbC12xY";
    const { answer } = await resolve(page, { [page]: { body: "<h1>Rate limit exceeded</h1>" } });
    expect(answer).toBeInstanceOf(ThrottledError);
  });

  test("a long page may quote the words", () => {
    expect(saysBusy("Too many requests")).toBe(true);
    expect(saysBusy(`${"x".repeat(20_000)} Too many requests`)).toBe(false);
  });

  test("a bare refusal stays one that may pass", async () => {
    const { answer } = await resolve(album, { [albumApi]: { status: 403, body: "Forbidden" } });
    expect(answer).toBeInstanceOf(RetryableError);
    expect(answer).not.toBeInstanceOf(ThrottledError);
  });
});

describe("a redirect to a wall is named, and not followed", () => {
  const page = "https://ibb.co/AbC12xY";

  test.each([
    ["/login", "login-wanted"],
    ["https://ibb.co/login?next=/AbC12xY", "login-wanted"],
    ["https://www.ibb.co/account/signin", "login-wanted"],
    ["https://elsewhere.example/users/sign_in", "login-wanted"],
    ["/over18?dest=x", "age-check-wanted"],
    ["/age-verification/", "age-check-wanted"],
    ["/", "redirected-elsewhere"],
    ["https://consent.example.com/x", "redirected-elsewhere"],
  ])("%s", async (location, reason) => {
    const { answer, requests } = await resolve(page, {
      [page]: { status: 302, headers: { location } },
    });
    expect(answer).toEqual({ kind: "refused", reason });
    expect(requests).toHaveLength(1);
  });

  test("a picture's name that begins like a wall's is none", async () => {
    const moved = "https://ibb.co/logins";
    const { context } = cannedContext({
      [page]: { status: 301, headers: { location: "/logins" } },
      [moved]: { body: "here" },
    });
    expect(await askHost(new URL(page), context)).toMatchObject({ kind: "answer", text: "here" });
  });
});

test.each([
  ["499, 3", true],
  ["3, 499", true],
  ["499", false],
  ["499, 400", false],
])("of imgur's credit, repeated as %s, the smallest counts", async (remaining, isUsedUp) => {
  const page = new URL(album);
  const { context, requests } = cannedContext(
    { [albumApi]: { headers: { "x-ratelimit-userremaining": remaining }, body: '{"media":[]}' } },
    keys,
  );
  const imgur = mediaHosts("imgur").hostOf(page);
  const ask = () => Promise.resolve(imgur?.resolve?.(page, context));
  await ask();
  const second = await ask().catch((error: unknown) => error);
  expect(second).toMatchObject(
    isUsedUp ? { code: "imgur-credit-used-up" } : { reason: "imgur-album-empty" },
  );
  expect(requests).toHaveLength(isUsedUp ? 1 : 2);
});
