import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** The file that a person's command starts. */
export const cli = join(import.meta.dirname, "..", "main.ts");

/** What a command left behind. */
export interface RunCommand {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command with pipes, as a script does; `environment` comes on top of this process's own. */
export async function runCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  stdin = "",
): Promise<RunCommand> {
  const child = spawn(process.execPath, [cli, ...words], {
    stdio: "pipe",
    env: { ...process.env, ...environment },
  });
  child.stdin.end(stdin);
  const ended = new Promise<number | null>((done) => void child.once("close", done));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, stdout, stderr };
}
