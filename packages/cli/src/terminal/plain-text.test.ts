import { expect, test } from "vitest";

import { plainText } from "./plain-text.ts";

test.each([
  ["Two cats 🐈 in a box", "Two cats 🐈 in a box"],
  ["\u001b[2Jcleared", "cleared"],
  ["\u001b]0;title\u0007cat", "cat"],
  ["two\r\nlines\ttab", "two lines tab"],
  ["\u202egpj.exe", "gpj.exe"],
])("%j is shown as %j", (text, shown) => {
  expect(plainText(text)).toBe(shown);
});
