import { expect, test } from "vitest";

import { budgetProblem, zipBudgets } from "./zip-budget.ts";

test("a zip may use up its budget, and not a byte more", () => {
  expect(budgetProblem("balancer", 1000, 1000)).toBeUndefined();
  expect(budgetProblem("balancer", 1001, 1000)).toMatch(/^balancer\.zip has 1001 bytes, 1 more/);
});

test("a stage without a budget is not built", () => {
  expect(budgetProblem("newcomer", 1)).toBe(
    "newcomer has no budget. Add one to packages/stage-bundle/zip-budgets.json.",
  );
});

test("every stage has a budget", () => {
  expect(Object.keys(zipBudgets)).toEqual([
    "api-endpoint",
    "article-loader",
    "balancer",
    "download-worker",
  ]);
});
