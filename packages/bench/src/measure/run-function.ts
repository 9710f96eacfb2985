import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { onLastCore } from "./last-core.ts";

const program = fileURLToPath(new URL("../programs/runtime.js", import.meta.url));
const run = promisify(execFile);

/** What one fresh process of a function took. */
export interface FunctionRun {
  /** From the process's start until its handler is loaded. */
  readyMs: number;
  /** The processor's part of it, which a busy machine changes least. */
  readyCpuMs: number;
  /** Node's own modules that loading the handler brought along. */
  builtins: string[];
  calls: { ms: number; answer: unknown }[];
  peakMb: number;
}

/** How to run a function. */
export interface FunctionRunOptions {
  environment: Readonly<Record<string, string>>;
  /** A file of events to call the handler with, as JSON. */
  eventsFile?: string;
  nodeFlags?: readonly string[];
}

/** Runs `handlerFile` in a process of its own, on the last core. */
export async function runFunction(
  handlerFile: string,
  { environment, eventsFile, nodeFlags = [] }: FunctionRunOptions,
): Promise<FunctionRun> {
  const command = [process.execPath, ...nodeFlags, program, handlerFile];
  if (eventsFile !== undefined) command.push(eventsFile);
  const [file = "", ...args] = await onLastCore(command);
  const { stdout } = await run(file, args, { env: environment, maxBuffer: 100_000_000 });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}

/** A file of `events` in `folder`, for `runFunction`. */
export async function eventsFile(path: string, events: readonly unknown[]): Promise<string> {
  await writeFile(path, JSON.stringify(events));
  return path;
}
