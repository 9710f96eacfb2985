import { expect, test } from "vitest";

import type { Figure } from "./benchmark.ts";
import { keeps } from "./budgets.ts";
import { format, table } from "./report.ts";

const figure: Figure = { name: "cold-start/balancer", value: 2.2345, unit: "x" };

test.each([
  [{ most: 2.3 }, true],
  [{ most: 2.2 }, false],
  [{ least: 2.3 }, false],
  [{ least: 2, most: 3 }, true],
  [undefined, undefined],
])("a budget of %j is kept: %j", (budget, kept) => {
  expect(keeps(figure, budget)).toBe(kept);
});

test("a broken budget stands out in the table", () => {
  const lines = table([figure], { [figure.name]: { most: 2 } }).split("\n");
  expect(lines).toHaveLength(3);
  expect(lines[2]).toMatch(/cold-start\/balancer \| 2\.23 x +\| +\| ≤ 2 +\| NO/);
});

test.each([
  [1234.56, "1235"],
  [12.345, "12.3"],
  [0.012345, "0.0123"],
])("%f is written %s", (value, text) => {
  expect(format(value)).toBe(text);
});
