import { expect, test } from "vitest";

import { httpEvent } from "./http-event.ts";

const route = {
  apiId: "api",
  accountId: "000000000000",
  routeKey: "POST /crawls",
  pathParameters: {},
};
const event = (headers: Record<string, string>, body = "{}") =>
  httpEvent(
    {
      method: "POST",
      url: "/crawls?a=1&a=2&b=%20",
      headers,
      body: Buffer.from(body),
      sourceIp: "127.0.0.1",
    },
    route,
    new Date(Date.UTC(2026, 2, 12, 19, 3, 58)),
  );

test("a request becomes an event in payload format 2.0", () => {
  expect(
    event({ host: "h:8080", "content-type": "application/json", cookie: "a=1; b=2" }),
  ).toMatchObject({
    version: "2.0",
    routeKey: "POST /crawls",
    rawPath: "/crawls",
    rawQueryString: "a=1&a=2&b=%20",
    queryStringParameters: { a: "1,2", b: " " },
    cookies: ["a=1", "b=2"],
    headers: {
      host: "h:8080",
      "content-type": "application/json",
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-port": "8080",
      "x-forwarded-proto": "http",
    },
    requestContext: {
      http: { method: "POST", path: "/crawls", sourceIp: "127.0.0.1" },
      time: "12/Mar/2026:19:03:58 +0000",
    },
    body: "{}",
    isBase64Encoded: false,
  });
});

test.each([
  ["application/json; charset=utf-8", false],
  ["application/problem+json", false],
  ["text/plain", false],
  ["application/xml", false],
  ["application/x-www-form-urlencoded", true],
  ["application/octet-stream", true],
  ["image/png", true],
])("a body of type %s is base64: %s", (type, isBase64Encoded) => {
  const body = isBase64Encoded ? "aGk=" : "hi";
  expect(event({ "content-type": type }, "hi")).toMatchObject({ isBase64Encoded, body });
});

test("a request without a body has none in its event", () => {
  expect(event({}, "")).not.toHaveProperty("body");
});
