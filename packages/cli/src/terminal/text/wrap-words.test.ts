import { expect, test } from "vitest";

import { wrapWords } from "./wrap-words.ts";

test.each([
  ["one two three", 20, ["one two three"]],
  ["one two three", 13, ["one two three"]],
  ["one two three", 12, ["one two", "  three"]],
  ["one two three", 3, ["one", "  two", "  three"]],
  ["a https://example.com/long b", 8, ["a", "  https://example.com/long", "  b"]],
  ["猫猫 猫猫", 8, ["猫猫", "  猫猫"]],
  ["\u001b[2mone two\u001b[22m", 7, ["\u001b[2mone two\u001b[22m"]],
  ["    → one two", 9, ["    → one", "  two"]],
  ["", 8, [""]],
])("breaks %j at %i columns between words", (line, columns, lines) => {
  expect(wrapWords(line, columns, 2)).toEqual(lines);
});

test("leaves a line whole where there is any number of columns", () => {
  const line = "word ".repeat(100).trimEnd();
  expect(wrapWords(line, Infinity)).toEqual([line]);
});
