import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

/** What a command took, with every process that it started. */
export interface Measured {
  /** From the command to its exit, by the clock. */
  seconds: number;
  /** Of the processor, in user and kernel mode. */
  processorSeconds: number;
}

const pollEveryMs = 50;

/**
 * Runs `command` to its end. Bash adds up what its processes take, as no call of Node's does. `onPoll` is called now and
 * then with the id of the process above it.
 * @throws {Error} with the command's last words when it fails.
 */
export async function runMeasured(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  onPoll?: (pid: number) => void,
): Promise<Measured> {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@" 2>&1 >/dev/null';
  const child = spawn("bash", ["-c", `{ ${script}; } 2>&1`, "bash", ...command], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const timer = onPoll && setInterval(() => onPoll(child.pid ?? 0), pollEveryMs);
  const [said] = await Promise.all([text(child.stdout), once(child, "close")]);
  clearInterval(timer);
  const lines = said.trim().split("\n");
  const [seconds = NaN, user = NaN, system = NaN] = (lines.at(-1) ?? "").split(" ").map(Number);
  if (child.exitCode !== 0)
    throw new Error(`${command.join(" ")} failed: ${lines.slice(-6).join("\n")}`);
  return { seconds, processorSeconds: user + system };
}

/**
 * The most memory that `command` and its processes have at one time, in MB, shared pages counted once; NaN on a system
 * without /proc. A run of its own: to read it takes a fifth of a core, which a run that is timed would miss.
 */
export async function peakMemoryMb(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  let peakMb = NaN;
  await runMeasured(command, env, (pid) => {
    const mb = memoryMb(pid);
    if (!(mb <= peakMb) && mb > 0) peakMb = mb;
  });
  return peakMb;
}

/** The memory of a process and all below it, from https://docs.kernel.org/filesystems/proc.html. */
function memoryMb(pid: number): number {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
  const own = Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024;
  return children.reduce((sum, child) => sum + memoryMb(child), own);
}

/** Nothing of a process that has ended. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
