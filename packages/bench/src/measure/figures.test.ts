import { expect, test } from "vitest";

import { medianFigure, ratioFigure } from "./figures.ts";

test.each([
  ["of an even number lies between the middle two", [4, 1, 3, 2], 2.5, [1.75, 3.25]],
  ["of one value is its own spread", [7], 7, [7, 7]],
  ["and the quartiles of many are moved by no outlier", [1, 2, 3, 4, 1000], 3, [2, 4]],
])("the median %s", (_what, values, value, spread) => {
  expect(medianFigure("a/b", values, "s")).toEqual({ name: "a/b", value, unit: "s", spread });
});

test("nothing has no middle", () => {
  expect(() => medianFigure("a/b", [], "s")).toThrow(RangeError);
});

test("a ratio is the median of the rounds' ratios", () => {
  const figure = ratioFigure("a/b", [10, 40, 30], [10, 10, 10], "ms", ", each");
  expect(figure).toMatchObject({
    value: 3,
    unit: "x",
    spread: [2, 3.5],
    note: "30 ms ÷ 10 ms, each",
  });
});
