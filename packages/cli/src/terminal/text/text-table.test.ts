import { expect, test } from "vitest";

import { textTable } from "./text-table.ts";

test("columns stand below one another, wide letters and emoji included", () => {
  const lines = textTable(
    [{ align: "right" }, { align: "left" }, { align: "left" }],
    [
      ["9", "猫", "x"],
      ["10", "cat", "y"],
    ],
  );
  expect(lines).toEqual([" 9  猫   x", "10  cat  y"]);
});
