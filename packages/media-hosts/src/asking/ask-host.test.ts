import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { expect, test } from "vitest";

import { askHost } from "./ask-host.ts";
import { cannedContext, type CannedAnswer } from "../testing/canned-http.ts";

const url = new URL("https://ibb.co/AbC12xY");
const ask = (answer: CannedAnswer, more: Record<string, CannedAnswer> = {}) =>
  askHost(url, cannedContext({ [url.href]: answer, ...more }).context);

test("hands over what the host said", async () => {
  expect(await ask({ body: "hello" })).toMatchObject({ kind: "answer", text: "hello" });
});

test.each([404, 410])("takes %i for gone", async (status) => {
  expect(await ask({ status })).toMatchObject({ kind: "gone" });
});

test("takes 451 for a refusal: what is blocked here is there elsewhere", async () => {
  expect(await ask({ status: 451 })).toMatchObject({ kind: "refused", reason: "http-451" });
});

test.each([
  [{ status: 429 }, undefined],
  [{ status: 429, headers: { "retry-after": "30" } }, 30],
  [{ status: 503, headers: { "retry-after": "Sun, 22 Nov 2026 00:01:00 GMT" } }, 60],
])("waits when asked to by %j", async (answer, retryAfterSeconds) => {
  const failure = await ask(answer).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ThrottledError);
  expect(failure).toMatchObject({ retryAfterSeconds });
});

test.each([401, 403, 408, 500, 502, 503, 204, 302])(
  "cannot decide on a bare %i",
  async (status) => {
    const failure = await ask({ status }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RetryableError);
    expect(failure).not.toBeInstanceOf(ThrottledError);
  },
);

test("follows a redirect on its own host", async () => {
  const moved = { "https://ibb.co/new": { body: "moved" } };
  expect(await ask({ status: 301, headers: { location: "/new" } }, moved)).toMatchObject({
    kind: "answer",
    text: "moved",
  });
});

test("follows one without TLS with it", async () => {
  const moved = { "https://ibb.co/new": { body: "moved" } };
  const answer = { status: 301, headers: { location: "http://ibb.co/new" } };
  expect(await ask(answer, moved)).toMatchObject({ kind: "answer", text: "moved" });
});

test("follows one to another of the names that it may go to", async () => {
  const { context } = cannedContext({
    [url.href]: { status: 301, headers: { location: "https://www.ibb.co/AbC12xY" } },
    "https://www.ibb.co/AbC12xY": { body: "moved" },
  });
  const mayGo = ({ hostname }: URL) => hostname === "www.ibb.co";
  expect(await askHost(url, context, { mayGo })).toMatchObject({ kind: "answer", text: "moved" });
});

test.each([
  "https://evil.example/",
  "https://consent.ibb.co/",
  "https://169.254.169.254/",
  "https://ibb.co:8443/new",
  "https://user@ibb.co/new",
  "javascript:alert(1)",
])("does not follow one to %s, and says that this is no word about the page", async (location) => {
  const { context, requests } = cannedContext({
    [url.href]: { status: 302, headers: { location } },
  });
  expect(await askHost(url, context)).toMatchObject({
    kind: "refused",
    reason: "redirected-elsewhere",
  });
  expect(requests).toHaveLength(1);
});

test("gives up on redirects in a loop", async () => {
  await expect(ask({ status: 302, headers: { location: url.href } })).rejects.toThrow(
    "redirects in a loop",
  );
});
