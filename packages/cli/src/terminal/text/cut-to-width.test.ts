import stringWidth from "string-width";
import { expect, test } from "vitest";

import { cutToWidth } from "./cut-to-width.ts";

const bold = (text: string) => `\u001b[1m${text}\u001b[22m`;

test.each([
  ["as it is", "aww: 3 posts", 12, "aww: 3 posts"],
  ["with an ellipsis", "aww: 3 posts", 8, "aww: 3 …"],
  ["between wide letters", "猫猫猫猫", 6, "猫猫…"],
  ["and ends its style", `${bold("abcdef")} ghi`, 4, bold("abc…")],
  ["behind a style", `${bold("ab")} cdef`, 5, `${bold("ab")} c…`],
  ["to nothing but the ellipsis", "abc", 1, "…"],
])("a line is cut %s", (_how, line, columns, cut) => {
  expect(cutToWidth(line, columns)).toBe(cut);
  expect(stringWidth(cut)).toBeLessThanOrEqual(columns);
});
