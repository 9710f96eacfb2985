import { expect, test } from "vitest";

import { functionAnswer } from "./http-answer.ts";

const answerOf = (result: unknown) => {
  const { status, headers, body } = functionAnswer(JSON.stringify(result));
  return { status, headers, body: body.toString("utf8") };
};
const json = { "content-type": "application/json" };
const text = { "content-type": "text/plain; charset=utf-8" };

test.each([
  [
    { statusCode: 201, body: "a" },
    { status: 201, headers: text, body: "a" },
  ],
  [
    { statusCode: 200, headers: { "Content-Type": "x/y", "X-N": 5 } },
    { status: 200, headers: { "content-type": "x/y", "x-n": "5" }, body: "" },
  ],
  [
    { statusCode: 200, body: "aGk=", isBase64Encoded: true },
    { status: 200, headers: text, body: "hi" },
  ],
  [
    { statusCode: 200, cookies: ["a=1", "b=2"] },
    { status: 200, headers: { ...text, "set-cookie": ["a=1", "b=2"] }, body: "" },
  ],
  [{ hello: 1 }, { status: 200, headers: json, body: '{"hello":1}' }],
  ["hello", { status: 200, headers: json, body: "hello" }],
  [null, { status: 200, headers: json, body: "null" }],
  [
    { statusCode: "soon" },
    { status: 500, headers: json, body: '{"message":"Internal Server Error"}' },
  ],
  [
    { statusCode: 200, body: { a: 1 } },
    { status: 500, headers: json, body: '{"message":"Internal Server Error"}' },
  ],
])("a function's result %j is answered by %j", (result, answer) => {
  expect(answerOf(result)).toEqual(answer);
});
