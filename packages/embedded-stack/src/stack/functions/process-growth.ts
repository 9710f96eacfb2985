import { availableParallelism } from "node:os";

import { coreRest } from "./core-rest.ts";

/** How many processes of one function may work on its waiting events. */
export interface ProcessGrowth {
  limit: () => number;
  stop: () => void;
}

/** What the growth looks at, and whom it tells. */
export interface ProcessGrowthOptions {
  most: number;
  /** How long the first of the function's events has been waiting for a process; undefined when none waits. */
  waitingMs: () => number | undefined;
  /** One more process may work now. */
  onGrown: () => void;
  /** How many may from the beginning. */
  first?: number;
  /** The share of all cores' time, 0 to 1, that nothing used since the last call. */
  rest?: () => number;
}

/** Chosen: one that computes and one that waits for the network, for each core. */
const firstForEachCore = 2;
/** Chosen: a slow network gets ten processes on two cores within two seconds. */
const lookEveryMs = 250;
/** Chosen by `bench whole-crawl` on two cores: with more, a crawl of quick hosts takes longer. */
const enoughRest = 0.25;
/** Chosen: far less than the minute after which Lambda drops a worker's event. */
const longestWaitMs = 5000;

/**
 * Lets one more process work as long as events wait and the cores rest: a slow network is then waited for by more of them.
 * Where the cores are busy another process would only take the others' time, and most of all to start. An event that has
 * waited for long gets one all the same.
 */
export function createProcessGrowth({
  most,
  waitingMs,
  onGrown,
  first = firstForEachCore * availableParallelism(),
  rest = coreRest(),
}: ProcessGrowthOptions): ProcessGrowth {
  let limit = Math.min(first, most);
  const look = () => {
    const resting = rest();
    const waited = waitingMs();
    if (waited === undefined || (resting < enoughRest && waited < longestWaitMs)) return;
    limit += 1;
    if (limit === most) clearInterval(timer);
    onGrown();
  };
  const timer = setInterval(look, lookEveryMs);
  if (limit === most) clearInterval(timer);
  return { limit: () => limit, stop: () => clearInterval(timer) };
}
