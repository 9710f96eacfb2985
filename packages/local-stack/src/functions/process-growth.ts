import { availableParallelism } from "node:os";

import { coreRest } from "./core-rest.ts";

/** How many processes of one function may work on its asynchronous events. */
export interface ProcessGrowth {
  limit: () => number;
  /** An event waits: the limit may grow from now on. */
  begin: () => void;
  stop: () => void;
}

/** What the growth depends on, and who learns of it. */
export interface ProcessGrowthOptions {
  most: number;
  /** Whether an event is worked on. */
  isBusy: () => boolean;
  /** How long the first of the function's events has been waiting for a process; undefined when none waits. */
  waitingMs: () => number | undefined;
  /** One more process may work now. */
  onGrown: () => void;
  /** How many may from the beginning. */
  first?: number;
  /** A meter of the share of all cores' time, 0 to 1, that nothing used since it was last read, or made. */
  meterRest?: () => () => number;
}

/** For each core one that computes and one that waits for the network. */
const firstForEachCore = 2;
/** Milliseconds: a slow network gets ten processes on two cores within two seconds. */
const checkEveryMs = 250;
/** Measured by `bench whole-crawl` on two cores: with more, a crawl of quick hosts takes longer. */
const enoughRest = 0.25;
/** Milliseconds: far less than the minute after which Lambda drops a worker's event. */
const longestWaitMs = 5000;

/**
 * Lets one more process work as long as events wait and the machine's cores are idle: a slow network is then waited for by
 * more of them. Where the cores are busy another process would only take the others' time, and most of all to start. An
 * event that has waited for long gets one all the same. When nothing waits and nothing runs, it is as at the beginning.
 */
export function createProcessGrowth({
  most,
  isBusy,
  waitingMs,
  onGrown,
  first = firstForEachCore * availableParallelism(),
  meterRest = coreRest,
}: ProcessGrowthOptions): ProcessGrowth {
  const fewest = Math.min(first, most);
  let limit = fewest;
  let timer: NodeJS.Timeout | undefined;

  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    limit = fewest;
  };
  const check = (resting: number) => {
    const waited = waitingMs();
    if (waited === undefined) {
      if (!isBusy()) stop();
      return;
    }
    if (limit === most || (resting < enoughRest && waited < longestWaitMs)) return;
    limit += 1;
    onGrown();
  };
  return {
    limit: () => limit,
    begin: () => {
      if (timer || fewest === most) return;
      const rest = meterRest();
      timer = setInterval(() => check(rest()), checkEveryMs);
    },
    stop,
  };
}
