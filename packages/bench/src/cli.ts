#!/usr/bin/env node
import { loadavg } from "node:os";

import { Command } from "commander";

import type { Benchmark, Figure } from "./benchmark.ts";
import { balancer } from "./benchmarks/balancer.ts";
import { coldStart } from "./benchmarks/cold-start.ts";
import { download } from "./benchmarks/download.ts";
import { flow } from "./benchmarks/flow.ts";
import { gallery } from "./benchmarks/gallery.ts";
import { growth } from "./benchmarks/growth.ts";
import { listing } from "./benchmarks/listing.ts";
import { loadedModules } from "./benchmarks/loaded-modules.ts";
import { memory } from "./benchmarks/memory.ts";
import { politeness } from "./benchmarks/politeness.ts";
import { requests } from "./benchmarks/requests.ts";
import { wholeCrawl } from "./benchmarks/whole-crawl.ts";
import { zipSize } from "./benchmarks/zip-size.ts";
import { keeps, readBudgets } from "./budgets.ts";
import { keep } from "./last-run.ts";
import { table } from "./report.ts";

const benchmarks: readonly Benchmark[] = [
  zipSize,
  loadedModules,
  coldStart,
  listing,
  download,
  memory,
  balancer,
  requests,
  wholeCrawl,
  politeness,
  flow,
  growth,
  gallery,
];
const program = new Command("bench")
  .description("Measures this repository's builds; build them first.")
  .argument(
    "[names...]",
    `which benchmarks: ${benchmarks.map(({ name }) => name).join(", ")}; all where none is named`,
  )
  .option(
    "--check",
    "run what is the same on every machine, and fail where a budget is broken",
    false,
  )
  .parse();

const budgets = readBudgets();
const figures: Figure[] = [];
const { check } = program.opts<{ check: boolean }>();
for (const benchmark of chosen(program.args, check)) {
  console.error(`${benchmark.name} …`);
  const [load = 0] = loadavg();
  const measured = await benchmark.run();
  figures.push(...measured);
  if (!check) await keep(benchmark.name, load, measured);
}
console.log(table(figures, budgets));
const broken = figures.filter((figure) => keeps(figure, budgets[figure.name]) === false);
if (broken.length > 0) {
  console.error(
    `Over budget: ${broken.map(({ name }) => name).join(", ")}. Budgets: packages/bench/budgets.json and packages/stage-bundle/zip-budgets.json.`,
  );
  // Times are another machine's business; what is the same everywhere is not.
  if (check) process.exitCode = 1;
}

function chosen(names: readonly string[], stableOnly: boolean): readonly Benchmark[] {
  const unknown = names.filter((name) => benchmarks.every((each) => each.name !== name));
  if (unknown.length > 0) program.error(`There is no benchmark ${unknown.join(", ")}.`);
  return benchmarks.filter(
    ({ name, stable }) => (names.length === 0 || names.includes(name)) && (stable || !stableOnly),
  );
}
