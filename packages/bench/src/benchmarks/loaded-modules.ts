import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";

import type { Benchmark, Figure } from "../benchmark.ts";
import { runFunction } from "../measure/run-function.ts";
import { functionEnvironment, stages, withHandlers } from "../stages.ts";

/** Node's second HTTP client and HTTP/2: 20 ms each, and nobody here needs them. */
const unwanted = /undici|http2/;

/** What importing a handler brings along: Node's own modules, and any that the zip does not hold. */
export const loadedModules: Benchmark = {
  name: "loaded-modules",
  stable: true,
  run: () =>
    withHandlers(async (handlerOf) => {
      const figures: Figure[] = [];
      for (const stage of stages) {
        const { builtins } = await runFunction(handlerOf(stage), {
          environment: functionEnvironment(),
        });
        const unwantedOnes = builtins.filter((name) => unwanted.test(name));
        const outside = requiredModules(await readFile(handlerOf(stage), "utf8"));
        const count = (what: string, value: number, names: readonly string[] = []): Figure => ({
          name: `loaded-modules/${stage}${what}`,
          value,
          unit: "modules",
          ...(names.length > 0 && { note: names.join(", ") }),
        });
        figures.push(
          count("", builtins.length),
          count("/unwanted", unwantedOnes.length, unwantedOnes),
          count("/outside", outside.length, outside),
        );
      }
      return figures;
    }),
};

/** What a bundle requires when it is loaded and Lambda's Node does not have; a bracket before it is text of an error. */
function requiredModules(bundle: string): string[] {
  const required = new Set(
    Array.from(bundle.matchAll(/(?<![[.\w])require\("([^"]+)"\)/g), ([, name = ""]) => name),
  );
  return [...required].filter((name) => !isBuiltin(name));
}
