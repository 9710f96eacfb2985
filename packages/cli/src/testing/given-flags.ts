import { addAffectedCommand } from "@reddit-crawler/deploy-commands/deploy-program";
import type { Command } from "commander";

import { createProgram } from "../program/create-program.ts";

/** Those that need AWS: infra/verify runs them on moto, and the tests of this package run all others. */
export const deployCommands: readonly string[] = ["upload", "deploy", "rollback", "affected"];

const neverCalled = () => {
  throw new Error("Nothing of the caller is wanted to list the options.");
};
const program = createProgram({
  callerFolder: "/",
  settings: neverCalled,
  sources: neverCalled,
  network: neverCalled,
  stateFolder: "/",
});
addAffectedCommand(program, neverCalled);

/** Every flag of `command` and of those below it, as `show --out`; `crawl show` is `show`. */
function flagsOf(command: Command): string[] {
  const name = command === program ? "" : command.name();
  return [
    ...command.options.map(({ long }) => `${name} ${long}`),
    ...command.commands.flatMap(flagsOf),
  ];
}

/** The flags that one run gave to its command, likewise. */
function flagsIn(words: readonly string[]): string[] {
  let command = program;
  return words.flatMap((word) => {
    const below = command.commands.find((child) => child.name() === word);
    if (below) command = below;
    const option = command.options.find(({ short, long }) => word === short || word === long);
    return option ? [`${command === program ? "" : command.name()} ${option.long}`] : [];
  });
}

/** The flags of the commands that `isWanted` names which none of `runs` gave: each run is the words behind the program. */
export function flagsNotGiven(
  runs: readonly (readonly string[])[],
  isWanted: (command: string) => boolean,
): string[] {
  const given = new Set(runs.flatMap(flagsIn));
  return [...new Set(flagsOf(program))]
    .filter((flag) => isWanted(flag.split(" ")[0] ?? "") && !given.has(flag))
    .toSorted();
}
