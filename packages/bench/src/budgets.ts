import { readFileSync } from "node:fs";

import { zipBudgets } from "@reddit-crawler/stage-bundle/zip-budget";

import type { Figure } from "./benchmark.ts";

/** What a figure may be. */
export interface Budget {
  most?: number;
  least?: number;
}

const file = new URL("../budgets.json", import.meta.url);

/** Every budget by the name of its figure: those of budgets.json, and the zips' own, which their build keeps. */
export function readBudgets(): Readonly<Record<string, Budget>> {
  return {
    ...JSON.parse(readFileSync(file, "utf8")),
    ...Object.fromEntries(
      Object.entries(zipBudgets).map(([stage, bytes]) => [
        `zip-size/${stage}`,
        { most: bytes / 1000 },
      ]),
    ),
  };
}

/** Whether `figure` keeps its budget; undefined when it has none. */
export function keeps({ value }: Figure, budget: Budget | undefined): boolean | undefined {
  if (!budget) return undefined;
  return value <= (budget.most ?? Infinity) && value >= (budget.least ?? -Infinity);
}
