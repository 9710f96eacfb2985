import { stat } from "node:fs/promises";

import type { Benchmark } from "../benchmark.ts";
import { stages, zipOf } from "../stages.ts";

/** How large each zip is. */
export const zipSize: Benchmark = {
  name: "zip-size",
  stable: true,
  run: () =>
    Promise.all(
      stages.map(async (stage) => ({
        name: `zip-size/${stage}`,
        value: (await stat(zipOf(stage))).size / 1000,
        unit: "KB" as const,
      })),
    ),
};
