import { mkdir, readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";

import type { Figure, LastRun } from "./benchmark.ts";
import { readBudgets } from "./budgets.ts";
import { costSection } from "./cost/cost-section.ts";
import { memorySizes } from "./cost/memory-sizes.ts";
import { flowSection } from "./flow/flow-section.ts";
import { lastRunSection } from "./last-run-section.ts";
import { withSection } from "./markdown.ts";
import { speedSection } from "./speed-section.ts";
import { repositoryRoot } from "./stages.ts";

const resultsFolder = join(repositoryRoot, "packages/bench/results");
const resultsFile = join(resultsFolder, "last-run.json");

/** What the results' file holds; nothing before the first run. */
export async function readLastRun(): Promise<LastRun> {
  const text = await readFile(resultsFile, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "{}";
    throw error;
  });
  return JSON.parse(text);
}

/** Keeps what a benchmark measured just now, in the results' file and where the documents show it. */
export async function keep(name: string, load: number, figures: Figure[]): Promise<void> {
  const [cpu] = cpus();
  const lastRun = await readLastRun();
  lastRun[name] = {
    at: new Date().toISOString(),
    machine: `${cpus().length} × ${cpu?.model ?? "?"}, ${process.platform} ${process.arch}, Node ${process.versions.node}`,
    load,
    figures,
  };
  await mkdir(resultsFolder, { recursive: true });
  await writeFile(resultsFile, `${JSON.stringify(lastRun, undefined, 2)}\n`);
  for (const { file, text } of await readmesOf(lastRun)) await writeFile(file, text);
}

/** The documents as they are when they show `lastRun`. */
export async function readmesOf(lastRun: LastRun): Promise<{ file: string; text: string }[]> {
  const withFigures = async (path: string, section: string, content: string) => {
    const file = join(repositoryRoot, path);
    return { file, text: withSection(await readFile(file, "utf8"), section, content) };
  };
  const figuresOf = (name: string) => lastRun[name]?.figures ?? [];
  return [
    await withFigures(
      "infra/README.md",
      "cost",
      costSection(figuresOf("growth"), figuresOf("requests"), await memorySizes()),
    ),
    await withFigures("README.md", "speed", speedSection(lastRun["whole-crawl"])),
    await withFigures(
      "packages/bench/LAST-RUN.md",
      "last run",
      lastRunSection(lastRun, readBudgets()),
    ),
    await withFigures("packages/bench/FLOW.md", "flow", flowSection(figuresOf("flow"))),
  ];
}
