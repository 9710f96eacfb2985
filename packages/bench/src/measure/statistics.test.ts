import { expect, test } from "vitest";

import { median, quantile, quartiles } from "./statistics.ts";

test("the median of an even number of values lies between the middle two", () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test("one value is its own spread", () => {
  expect(quartiles([7])).toEqual([7, 7]);
});

test("an outlier moves no quartile of many", () => {
  expect(quartiles([1, 2, 3, 4, 1000])).toEqual([2, 4]);
});

test("nothing has no middle", () => {
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});
