import { readdir, readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";

import type { Benchmark, Figure } from "../benchmark.ts";
import { runFunction } from "../measure/run-function.ts";
import { functionEnvironment, stages, withHandlers } from "../stages.ts";

/**
 * Node's second HTTP client and HTTP/2, 20 ms each, and its web streams, which come with the mere name of one of their
 * classes: nobody here needs them.
 */
const unwanted = /undici|http2|webstreams/;

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
        const outside = await requiredFromOutside(dirname(handlerOf(stage)));
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

/**
 * What the files of an unpacked zip require when they are loaded, and neither they are nor Lambda's Node has. A bracket
 * before a `require` is text of an error, a function the place where a bundler puts what is imported later.
 */
async function requiredFromOutside(folder: string): Promise<string[]> {
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  const required = texts.flatMap((text) =>
    Array.from(
      text.matchAll(/(?<![[.\w]|\(\)=>[\w$]+\()require\("([^"]+)"\)/g),
      ([, name = ""]) => name,
    ),
  );
  const isInside = (name: string) => isBuiltin(name) || files.some((file) => name === `./${file}`);
  return [...new Set(required)].filter((name) => !isInside(name));
}
