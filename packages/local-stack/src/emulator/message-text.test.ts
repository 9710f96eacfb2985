import { expect, test } from "vitest";

import { decodeMessageText, encodeMessageText } from "./message-text.ts";

test.each([
  "plain",
  "ünïcode",
  "a 😀 cat 🐈‍⬛",
  "\uF8FE",
  "\uF8FE\uF8FE😀\uE83D\uEE00",
  "\uE83D\uEE00",
])("%j comes back, after a form without surrogates", (text) => {
  const encoded = encodeMessageText(text);
  expect(encoded).not.toMatch(/[\uD800-\uDFFF]/);
  expect(decodeMessageText(encoded)).toBe(text);
});

test("a lone surrogate stays, so that it is refused", () => {
  expect(encodeMessageText("a\uD83D")).toBe("a\uD83D");
});
