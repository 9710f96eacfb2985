import { resolve } from "node:path";

import { InvalidArgumentError, Option, type Command } from "commander";

import type { LocalSettings } from "../pipeline/local-settings.ts";
import { commandOutput, type CommandOutput } from "../terminal/command-output.ts";
import { untilStopped } from "./until-stopped.ts";

/** What the commands know of the caller. */
export interface Caller {
  /** Relative paths are meant from there. */
  callerFolder: string;
  /** @throws {CommandError} when they contradict one another. */
  settings: () => LocalSettings;
  network: () => Readonly<Record<string, string>>;
}

/** What every command takes. */
export interface CommonFlags {
  json?: boolean;
  quiet?: boolean;
  verbose?: boolean;
  out: string;
}

/** What a command works with: its flags, its folder, where its words go, and a signal that the first Ctrl-C aborts. */
export interface Work<Flags extends CommonFlags> {
  flags: Flags;
  folder: string;
  output: CommandOutput;
  signal: AbortSignal;
}

/** Runs `work`, which resolves to the exit code, with what `flags` say. NO_COLOR is Node's own business. */
export async function runWork<Flags extends CommonFlags>(
  flags: Flags,
  { callerFolder }: Caller,
  work: (work: Work<Flags>) => Promise<number>,
): Promise<void> {
  const { json = false, quiet = false, verbose = false } = flags;
  const output = commandOutput({ json, quiet, verbose }, process.stdout, process.stderr);
  const folder = resolve(callerFolder, flags.out);
  await untilStopped(output, (signal) => work({ flags, folder, output, signal }));
}

/** `command` with the options about its output. */
export function outputOptions(command: Command): Command {
  return wordOptions(
    command
      .optionsGroup("Output:")
      .addOption(new Option("--json", "give the result as JSON on standard output")),
  );
}

/** The same for a command that runs until it is stopped, and so has no result. */
export function wordOptions(command: Command): Command {
  return command
    .optionsGroup("Output:")
    .addOption(new Option("-q, --quiet", "say nothing but errors").conflicts("verbose"))
    .addOption(new Option("-v, --verbose", "show every line that the stages log"));
}

/** Where pictures are on this machine. */
export function outOption(folder = "pictures"): Option {
  return new Option("-o, --out <folder>", "where the pictures go").default(folder);
}

/** With `--stack`, whether pictures are fetched. */
export function downloadOption(): Option {
  return new Option("--download", "with --stack: fetch the pictures into the folder");
}

/** Reads an option that is a whole number within bounds. */
export function wholeNumber(min: number, max: number) {
  return (text: string) => {
    const value = Number(text);
    if (/^-?\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** The deployed stack `name`. The AWS SDK is loaded only for it. @throws {CommandError} when it cannot be looked up. */
export async function deployedStack(name: string) {
  const { describeStack } = await import("../deployed/describe-stack.ts");
  return describeStack(name);
}
