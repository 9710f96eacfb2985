import type { CrashPoint, FaultKind } from "./faults.ts";
import type { Violation } from "./world.ts";

/** What many seeds came to; plain data, so that it can cross from thread to thread. */
export interface Totals {
  counts: typeof noCounts;
  faults: Partial<Record<FaultKind, number>>;
  /** By stage and operation. */
  crashPoints: Record<string, CrashPoint>;
  /** The first seeds that broke a rule, ascending. */
  broken: { seed: number; violation: Violation }[];
}

const noCounts = {
  seeds: 0,
  crawls: 0,
  posts: 0,
  pictures: 0,
  deadLettered: 0,
  losses: 0,
  duplicates: 0,
  virtualMinutes: 0,
  events: 0,
};

/** Broken seeds that are kept: more of them would show nothing new. */
const mostBroken = 50;

/** The totals of no seeds. */
export function noTotals(): Totals {
  return { counts: noCounts, faults: {}, crashPoints: {}, broken: [] };
}

/** Both together. */
export function addTotals(one: Totals, other: Totals): Totals {
  const points = Object.entries(other.crashPoints).map(([name, point]) => {
    const known = one.crashPoints[name];
    return [name, known ? plus(known, point) : point] as const;
  });
  return {
    counts: plus(one.counts, other.counts),
    faults: plus(one.faults, other.faults),
    crashPoints: { ...one.crashPoints, ...Object.fromEntries(points) },
    broken: [...one.broken, ...other.broken]
      .toSorted((a, b) => a.seed - b.seed)
      .slice(0, mostBroken),
  };
}

/** The sums of the numbers of both. */
function plus<Counts extends object>(one: Counts, other: Counts): Counts {
  const sums = new Map<string, number>(Object.entries(one));
  for (const [name, count] of Object.entries(other)) sums.set(name, (sums.get(name) ?? 0) + count);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names are those of both
  return Object.fromEntries(sums) as Counts;
}
