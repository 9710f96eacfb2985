#!/usr/bin/env node
// The commands in the repository, where a stage is built alone: another's broken build stands in no team's way.
import { fileURLToPath } from "node:url";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { runTurbo } from "@reddit-crawler/stage-bundle/run-turbo";
import { Command } from "commander";

import { addAffectedCommand, addDeployCommands, type Build } from "./deploy-program.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

const build: Build = (stages) => {
  const filters = stages.map((stage) => `--filter=@reddit-crawler/${stage}`);
  const { code, output } = runTurbo(["build", ...filters, "--output-logs=errors-only"], repository);
  if (code !== 0)
    throw new CommandError(
      `${output}The build failed. See why: npx -y pnpm@12 ${stages.map((stage) => `--filter ${stage}`).join(" ")} build`,
    );
};

const program = new Command("npx -y pnpm@12 run").description(
  "Builds, uploads and deploys stages.",
);
addDeployCommands(program, build);
addAffectedCommand(program, build);

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof CommandError ? error.message : error);
  process.exitCode = 1;
}
