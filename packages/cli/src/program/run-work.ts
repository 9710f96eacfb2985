import { resolve } from "node:path";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";

import type { LocalSettings } from "../pipeline/local-settings.ts";
import type { SettingSource } from "../pipeline/setting-sources.ts";
import { systemAdvice } from "../terminal/advice.ts";
import { commandOutput, type CommandOutput, type OutputFlags } from "../terminal/command-output.ts";

/** What the commands know of the caller. */
export interface Caller {
  /** Relative paths are meant from there. */
  callerFolder: string;
  /** @throws {CommandError} when they contradict one another. */
  settings: () => LocalSettings;
  /** Where settings come from. @throws {CommandError} when the config file is none. */
  sources: () => SettingSource[];
  network: () => Readonly<Record<string, string>>;
  /** Where what is true of the machine is kept, whatever the folder of a crawl. */
  stateFolder: string;
}

/** What every command takes. */
export interface CommonFlags extends OutputFlags {
  out: string;
}

/** What a command works with: its flags, its folder, where its words go, and a signal that the first Ctrl-C aborts. */
export interface Work<Flags extends CommonFlags> {
  flags: Flags;
  folder: string;
  output: CommandOutput;
  signal: AbortSignal;
}

/**
 * Runs `work` with what `flags` say, and leaves with the exit code that it resolves to. A second Ctrl-C ends the process at
 * once; a terminal that is closed counts as one Ctrl-C. An error that a person can fix is printed without its stack.
 */
export async function runWork<Flags extends CommonFlags>(
  flags: Flags,
  { callerFolder }: Caller,
  work: (work: Work<Flags>) => Promise<number>,
): Promise<void> {
  const output = commandOutput(flags, process.stdout, process.stderr);
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(130);
      stop.abort();
    });
  const folder = resolve(callerFolder, flags.out);
  try {
    process.exitCode = await work({ flags, folder, output, signal: stop.signal });
  } catch (error) {
    output.view.end();
    output.view.print(output.paint("red", errorText(error, folder)));
    process.exitCode = 1;
  }
}

function errorText(error: unknown, folder: string): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof CommandError) return error.message;
  return systemAdvice(error, folder) ?? error.stack ?? error.message;
}

/** The deployed stack `name`. The AWS SDK is loaded only for it. @throws {CommandError} when it cannot be looked up. */
export async function deployedStack(name: string) {
  const { describeStack } = await import("../deployed/describe-stack.ts");
  return describeStack(name);
}
