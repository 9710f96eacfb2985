import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { TestProject } from "vitest/node";

import { deployCommands, flagsNotGiven } from "./given-flags.ts";

declare module "vitest" {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- vitest's own is merged with it
  interface ProvidedContext {
    /** Where each run of the command that ended as it should leaves its words. */
    commandRuns: string;
  }
}

/**
 * Fails the run of all tests when a flag of a command was given in none of them, to a run that ended with 0 or by Ctrl-C. A run
 * of some tests says nothing.
 */
export function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), "command-runs-"));
  project.provide("commandRuns", folder);
  return async () => {
    const runs = readdirSync(folder).flatMap((file) =>
      readFileSync(join(folder, file), "utf8")
        .trim()
        .split("\n")
        .map((line): string[] => JSON.parse(line)),
    );
    rmSync(folder, { recursive: true });
    const { testFiles } = await project.globTestFiles();
    const { config, state } = project.vitest;
    if (state.getTestModules().length < testFiles.length || config.testNamePattern) return;
    const missing = flagsNotGiven(runs, (command) => !deployCommands.includes(command));
    if (missing.length > 0)
      throw new Error(`No test runs a command with these flags: ${missing.join(", ")}`);
  };
}
