import { spawn, type ChildProcess } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { inject } from "vitest";

/** The file that a person's command starts. */
export const cli = join(import.meta.dirname, "..", "main.ts");

/** What a command left behind. */
export interface RunCommand {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `child`, which runs the command with `words`; once it ended with 0 or by Ctrl-C, its flags count as run (every-flag.ts). */
export function counted<Child extends ChildProcess>(words: readonly string[], child: Child): Child {
  const runs = join(inject("commandRuns"), String(process.pid));
  child.once("close", (code) => {
    if (code === 0 || code === 130) appendFileSync(runs, `${JSON.stringify(words)}\n`);
  });
  return child;
}

/** Runs the command with pipes, as a script does; `environment` comes on top of this process's own. */
export async function runCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  stdin = "",
): Promise<RunCommand> {
  const env = { ...process.env, ...environment };
  const child = counted(words, spawn(process.execPath, [cli, ...words], { stdio: "pipe", env }));
  child.stdin.end(stdin);
  const ended = new Promise<number | null>((done) => void child.once("close", done));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, stdout, stderr };
}
