import { maxBodyBytes } from "@reddit-crawler/message-schema/http-api/crawl-input";
import { expect, test } from "vitest";

import { readJsonBody } from "./json-body.ts";

const json = { contentType: "application/json", isBase64Encoded: false };
const base64 = (text: string) => Buffer.from(text).toString("base64");
const status = (body: ReturnType<typeof readJsonBody>) =>
  body.kind === "refusal" ? body.status : undefined;

test.each([
  "application/json",
  "Application/JSON",
  "application/json; charset=utf-8",
  "application/vnd.crawl+json",
])("reads JSON sent as %s", (contentType) => {
  expect(readJsonBody({ ...json, contentType, text: '{"a":1}' })).toEqual({
    kind: "json",
    value: { a: 1 },
  });
});

test("decodes a body that came as base64", () => {
  const body = { ...json, text: base64('{"a":"ü"}'), isBase64Encoded: true };
  expect(readJsonBody(body)).toEqual({ kind: "json", value: { a: "ü" } });
});

test.each([
  [undefined],
  [""],
  ["text/plain"],
  ["application/x-www-form-urlencoded"],
  ["application/jsonp"],
  ["text/application/json"],
])("refuses the type %j with 415 and says how to send JSON", (contentType) => {
  const body = readJsonBody({ ...json, contentType, text: '{"subreddit":"aww"}' });
  expect(body).toEqual({
    kind: "refusal",
    status: 415,
    detail: expect.stringContaining("curl --json"),
  });
});

test("reads a body of exactly 8 KiB", () => {
  const text = `"${"a".repeat(maxBodyBytes - 2)}"`;
  expect(readJsonBody({ ...json, text })).toEqual({
    kind: "json",
    value: "a".repeat(maxBodyBytes - 2),
  });
});

test("refuses a body above 8 KiB", () => {
  expect(status(readJsonBody({ ...json, text: `"${"a".repeat(maxBodyBytes - 1)}"` }))).toBe(413);
});

test("counts the bytes, not the characters", () => {
  expect(status(readJsonBody({ ...json, text: `"${"ü".repeat(maxBodyBytes / 2)}"` }))).toBe(413);
});

test("counts the bytes behind base64, not base64's own length", () => {
  const text = `"${"a".repeat(maxBodyBytes - 2)}"`;
  expect(status(readJsonBody({ ...json, text: base64(text), isBase64Encoded: true }))).toBe(
    undefined,
  );
  expect(status(readJsonBody({ ...json, text: base64(`${text} `), isBase64Encoded: true }))).toBe(
    413,
  );
});

test.each([[undefined], [""], ["{"], ["{'a':1}"], ["a=1"]])("refuses %j with 400", (text) => {
  expect(status(readJsonBody({ ...json, text }))).toBe(400);
});
