import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Benchmark } from "../benchmark.ts";
import { ratioFigure } from "../measure/figures.ts";
import { interleaved } from "../measure/interleaved.ts";
import { runFunction } from "../measure/run-function.ts";
import { functionEnvironment, stages, withHandlers, type Stage } from "../stages.ts";

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
      return stages.flatMap((stage) => {
        const figure = (name: string, of: "readyMs" | "readyCpuMs") => {
          const times = (name: Stage | "empty") => runs[name].map((run) => run[of]);
          return ratioFigure(name, times(stage), times("empty"), "ms");
        };
        // The processor's time alone is what it would be on a machine that does nothing else.
        return [
          figure(`cold-start/${stage}`, "readyMs"),
          figure(`cold-start/${stage}/processor`, "readyCpuMs"),
        ];
      });
    }),
};
