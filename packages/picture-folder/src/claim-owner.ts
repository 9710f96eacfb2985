import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { promisify } from "node:util";

import * as z from "zod/mini";

import { isRunning } from "./write-whole-file.ts";

/** Which process holds a claim: ids are given again, and a folder may be shared by machines and containers. */
export const claimOwnerSchema = z.object({
  host: z.string(),
  pid: z.int(),
  /** When the process began, in the system's own words; absent where the system does not say. */
  startedAt: z.optional(z.string()),
});
export type ClaimOwner = z.infer<typeof claimOwnerSchema>;

/** This process. */
export async function thisOwner(): Promise<ClaimOwner> {
  const startedAt = await processStart(process.pid);
  return { host: hostname(), pid: process.pid, ...(startedAt !== undefined && { startedAt }) };
}

/** Whether the very process that made the claim still runs on this machine; undefined for one of another machine. */
export async function ownerRuns({
  host,
  pid,
  startedAt,
}: ClaimOwner): Promise<boolean | undefined> {
  if (host !== hostname()) return undefined;
  if (pid === process.pid || !isRunning(pid)) return false;
  const start = startedAt === undefined ? undefined : await processStart(pid);
  return start === undefined || start === startedAt;
}

async function processStart(pid: number): Promise<string | undefined> {
  try {
    // Fields of https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name, in brackets, may hold anything.
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    return `${ticks} ${boot.trim()}`;
  } catch {
    // No /proc, as on macOS.
    const ps = promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]);
    return ps.then(({ stdout }) => stdout.trim() || undefined).catch(() => undefined);
  }
}
