import { expect, test } from "vitest";

import { withSection } from "./markdown.ts";

const text = "a\n\n<!-- cost: written by bench -->\n\nold\n\n<!-- end of cost -->\n\nb\n";

test("only what stands between the marks changes", () => {
  expect(withSection(text, "cost", "new")).toBe(text.replace("old", "new"));
});

test("writing the same again changes nothing", () => {
  expect(withSection(text, "cost", "old")).toBe(text);
});

test("a text without marks is refused", () => {
  expect(() => withSection("a", "cost", "new")).toThrow("<!-- cost: written by bench -->");
});
