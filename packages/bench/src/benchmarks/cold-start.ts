import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Benchmark, Figure } from "../benchmark.ts";
import { interleaved } from "../measure/interleaved.ts";
import { runFunction, type FunctionRun } from "../measure/run-function.ts";
import { median, quartiles } from "../measure/statistics.ts";
import { format } from "../report.ts";
import { functionEnvironment, stages, withHandlers } from "../stages.ts";

const rounds = 25;

/** From a process's start until its handler is loaded, compared with a handler that holds nothing. */
export const coldStart: Benchmark = {
  name: "cold-start",
  stable: false,
  run: () =>
    withHandlers(async (handlerOf, folder) => {
      const empty = join(folder, "empty.cjs");
      await writeFile(empty, "exports.handler = async () => ({});\n");
      const environment = functionEnvironment();
      const start = (file: string) => () => runFunction(file, { environment });
      const runs = await interleaved(rounds, {
        empty: start(empty),
        "api-endpoint": start(handlerOf("api-endpoint")),
        "article-loader": start(handlerOf("article-loader")),
        balancer: start(handlerOf("balancer")),
        "download-worker": start(handlerOf("download-worker")),
      });
      return stages.flatMap((stage): Figure[] => {
        const figure = (name: string, of: "readyMs" | "readyCpuMs"): Figure => {
          const ratios = runs[stage].map(
            (run, round) => run[of] / (runs.empty[round]?.[of] ?? NaN),
          );
          const ms = (all: readonly FunctionRun[]) => format(median(all.map((run) => run[of])));
          return {
            name,
            value: median(ratios),
            unit: "x",
            spread: quartiles(ratios),
            note: `${ms(runs[stage])} ms ÷ ${ms(runs.empty)} ms`,
          };
        };
        // The processor's time alone is what it would be on a machine that does nothing else.
        return [
          figure(`cold-start/${stage}`, "readyMs"),
          figure(`cold-start/${stage}/processor`, "readyCpuMs"),
        ];
      });
    }),
};
