import { Worker } from "node:worker_threads";

import type { SeedRange } from "./seed-range.ts";
import { addTotals, noTotals, type Totals } from "../totals.ts";

/** Seeds for several threads. */
export interface ManySeeds {
  from: number;
  seeds: number;
  threads: number;
  mutation?: string | undefined;
}

/** Runs `seeds` seeds from `from`, each thread its share of them; `onProgress` hears the totals so far. */
export async function runThreads(
  { from, seeds, threads, mutation }: ManySeeds,
  onProgress: (totals: Totals) => void = () => {},
): Promise<Totals> {
  let totals = noTotals();
  const step = Math.min(threads, seeds);
  const shares = Array.from({ length: step }, (_, index): SeedRange => {
    const count = Math.ceil((seeds - index) / step);
    return { from: from + index, count, step, mutation };
  });
  await Promise.all(
    shares.map((share) =>
      runThread(share, (more) => {
        totals = addTotals(totals, more);
        onProgress(totals);
      }),
    ),
  );
  return totals;
}

function runThread(range: SeedRange, onProgress: (totals: Totals) => void): Promise<void> {
  const thread = new Worker(new URL("seed-range.ts", import.meta.url), { workerData: range });
  return new Promise((resolve, reject) => {
    thread.on("message", onProgress);
    thread.on("error", reject);
    thread.on("exit", () => resolve());
  });
}
