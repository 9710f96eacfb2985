import { parentPort, workerData } from "node:worker_threads";

import { mutations } from "../mutations/mutations.ts";
import { runSeed } from "./run-seed.ts";
import { addTotals, noTotals, type Totals } from "../totals.ts";

/** Which seeds a thread runs: `count` from `from`, every `step`th; with one of the mutations, where one is named. */
export interface SeedRange {
  from: number;
  count: number;
  step: number;
  mutation: string | undefined;
}

/** Seeds between two reports: about a second. */
const reportEvery = 100;

/** Runs the seeds of `range` one after the other. */
async function runSeeds(range: SeedRange, onProgress: (totals: Totals) => void): Promise<void> {
  const mutation = mutations.find(({ name }) => name === range.mutation);
  let totals = noTotals();
  for (let index = 0; index < range.count; index++) {
    const result = await runSeed(range.from + index * range.step, { mutation });
    totals = addTotals(totals, result.totals);
    if (totals.counts.seeds === reportEvery || index === range.count - 1) {
      onProgress(totals);
      totals = noTotals();
      // Lets go of what only the event loop lets go of.
      await new Promise(setImmediate);
    }
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is a thread, not a window
if (parentPort) await runSeeds(workerData, (totals) => parentPort?.postMessage(totals));
