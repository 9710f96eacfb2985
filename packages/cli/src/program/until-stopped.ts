import type { CommandOutput } from "../terminal/command-output.ts";
import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { systemAdvice } from "../terminal/advice.ts";

/**
 * Runs `work` with a signal that the first Ctrl-C aborts, and leaves with the exit code that it resolves to; a second
 * Ctrl-C ends the process at once. An error that a person can fix is printed without its stack.
 */
export async function untilStopped(
  { view, paint }: CommandOutput,
  work: (signal: AbortSignal) => Promise<number>,
): Promise<void> {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(130);
      stop.abort();
    });
  try {
    process.exitCode = await work(stop.signal);
  } catch (error) {
    view.end();
    view.print(paint("red", errorText(error)));
    process.exitCode = 1;
  }
}

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof CommandError) return error.message;
  return systemAdvice(error) ?? error.stack ?? error.message;
}
