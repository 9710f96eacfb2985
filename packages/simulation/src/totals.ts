import type { CrashPoint } from "./crash-points.ts";
import { faultKinds, type FaultKind } from "./faults.ts";
import type { SeedResult } from "./run/run-seed.ts";
import type { Violation } from "./world.ts";

/** What many seeds came to; plain data, so that it can cross from thread to thread. */
export interface Totals {
  seeds: number;
  crawls: number;
  posts: number;
  pictures: number;
  deadLettered: number;
  losses: number;
  duplicates: number;
  virtualMinutes: number;
  events: number;
  faults: Partial<Record<FaultKind, number>>;
  crashPoints: Record<string, CrashPoint>;
  /** The seeds that broke a rule, ascending. */
  broken: { seed: number; violation: Violation }[];
}

/** Chosen: who has seen this many need no more of them. */
const mostBroken = 50;

/** The totals of no seeds. */
export function noTotals(): Totals {
  return {
    seeds: 0,
    crawls: 0,
    posts: 0,
    pictures: 0,
    deadLettered: 0,
    losses: 0,
    duplicates: 0,
    virtualMinutes: 0,
    events: 0,
    faults: {},
    crashPoints: {},
    broken: [],
  };
}

/** The totals of one seed. */
export function totalsOf({ seed, violation, faults, crashPoints, ...counts }: SeedResult): Totals {
  return {
    seeds: 1,
    crawls: counts.crawls,
    posts: counts.posts,
    pictures: counts.pictures,
    deadLettered: counts.deadLettered,
    losses: violation?.rule === "no post is lost" ? 1 : 0,
    duplicates: counts.duplicates,
    virtualMinutes: counts.virtualMinutes,
    events: counts.events,
    faults: Object.fromEntries(faults),
    crashPoints: Object.fromEntries(crashPoints),
    broken: violation ? [{ seed, violation }] : [],
  };
}

/** Both together. */
export function addTotals(one: Totals, other: Totals): Totals {
  const faults: Totals["faults"] = {};
  for (const kind of faultKinds) {
    const count = (one.faults[kind] ?? 0) + (other.faults[kind] ?? 0);
    if (count > 0) faults[kind] = count;
  }
  const crashPoints = { ...one.crashPoints };
  for (const [name, { calls, before, after }] of Object.entries(other.crashPoints)) {
    const known = crashPoints[name] ?? { calls: 0, before: 0, after: 0 };
    crashPoints[name] = {
      calls: known.calls + calls,
      before: known.before + before,
      after: known.after + after,
    };
  }
  return {
    seeds: one.seeds + other.seeds,
    crawls: one.crawls + other.crawls,
    posts: one.posts + other.posts,
    pictures: one.pictures + other.pictures,
    deadLettered: one.deadLettered + other.deadLettered,
    losses: one.losses + other.losses,
    duplicates: one.duplicates + other.duplicates,
    virtualMinutes: one.virtualMinutes + other.virtualMinutes,
    events: one.events + other.events,
    faults,
    crashPoints,
    broken: [...one.broken, ...other.broken]
      .toSorted((a, b) => a.seed - b.seed)
      .slice(0, mostBroken),
  };
}
