import { readFileSync } from "node:fs";

/** The processor's time of processes that come and go. */
export interface ProcessTimes {
  /** Counts a process of `name` from now on. */
  watch(name: string, pid: number): void;
  /** Ends the watch. Seconds by name; empty where the system has no /proc. */
  stop(): Map<string, number>;
}

/** In Linux on every architecture that Node runs on (`getconf CLK_TCK`). */
const ticksPerSecond = 100;
/** What a process does after the last poll is lost; it lives for minutes. */
const pollEveryMs = 500;

/** Polls the watched processes twice a second, and a last time when it is stopped. */
export function watchProcessTimes(): ProcessTimes {
  const processes = new Map<number, { name: string; seconds: number }>();
  const poll = () => {
    for (const [pid, process] of processes)
      process.seconds = processorSeconds(pid) ?? process.seconds;
  };
  const timer = setInterval(poll, pollEveryMs);
  return {
    watch: (name, pid) => void processes.set(pid, { name, seconds: 0 }),
    stop: () => {
      poll();
      clearInterval(timer);
      const sums = new Map<string, number>();
      for (const { name, seconds } of processes.values())
        if (seconds > 0) sums.set(name, (sums.get(name) ?? 0) + seconds);
      return sums;
    },
  };
}

/** Undefined for a process that has ended. Fields of https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html. */
function processorSeconds(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is a name in brackets, which may hold spaces.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch (error) {
    if (
      error instanceof Error &&
      "code" in error &&
      ["ENOENT", "ESRCH"].includes(String(error.code))
    )
      return undefined;
    throw error;
  }
}
