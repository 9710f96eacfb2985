import type { FaultKind } from "../faults.ts";

/** Faults that may end a process, take its time, or keep what it asks for from being done or answered. */
export const workerFaults: readonly FaultKind[] = [
  "death before a call",
  "death after a call",
  "function hangs",
  "function wakes up late",
  "service error",
  "service throttles",
  "answer lost",
  "answer slow",
];
