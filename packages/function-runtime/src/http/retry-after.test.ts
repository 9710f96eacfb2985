import { expect, test } from "vitest";

import { parseRetryAfter } from "./retry-after.ts";

const now = Date.parse("2026-11-22T12:00:00Z");

test.each([
  ["37", 37],
  [" 0 ", 0],
  ["1.2", 2],
  ["7, 30", 30],
  ["30,7", 30],
  ["7, ", undefined],
  ["Sun, 22 Nov 2026 12:01:30 GMT", 90],
  ["Sun, 22 Nov 2026 11:00:00 GMT", 0],
  ["soon", undefined],
  ["-5", undefined],
  ["", undefined],
  [undefined, undefined],
])("reads Retry-After %j as %j seconds", (value, seconds) => {
  expect(parseRetryAfter(value, now)).toBe(seconds);
});
