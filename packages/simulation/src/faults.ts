import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

/**
 * Everything that a run may make go wrong, and how often in a thousand chances where a run has it at its middle rate.
 * Half of the kinds are off in each run, so that each also meets the others alone; in some runs Reddit and the hosts alone
 * are at fault, or nobody.
 */
const middleRates = [
  ["death before a call", 8],
  ["death after a call", 8],
  ["function hangs", 3],
  ["function wakes up late", 20],
  ["environment replaced", 60],
  ["service error", 40],
  ["service throttles", 30],
  ["answer lost", 30],
  ["answer slow", 40],
  ["lambda event run twice", 20],
  ["lambda event throttled", 60],
  ["lambda event dropped", 15],
  ["worker end unreported", 8],
  ["worker end late", 60],
  ["worker end doubled", 60],
  ["tick missed", 60],
  ["tick doubled", 60],
  ["sns delivery doubled", 60],
  ["sns delivery late", 100],
  ["sns delivery refused", 10],
  ["sqs entry refused", 60],
  ["sqs message doubled", 30],
  ["sqs message late", 100],
  ["sqs receive empty", 60],
  ["sqs order loose", 200],
  ["sqs receive count lags", 30],
  ["sqs deleted message returns", 30],
  ["sqs counts lag", 400],
  ["s3 conflict", 60],
  ["reddit throttles", 120],
  ["reddit down", 100],
  ["reddit talks nonsense", 60],
  ["reddit token expired", 60],
  ["reddit silent", 50],
  ["feed refuses", 60],
  ["feed throttles", 120],
  ["feed down", 60],
  ["feed talks nonsense", 40],
  ["feed silent", 40],
  ["archive busy", 150],
  ["archive throttles", 80],
  ["archive away", 80],
  ["archive talks nonsense", 60],
  ["archive silent", 40],
  ["archive slow", 80],
  ["host throttles", 60],
  ["host down", 80],
  ["host silent", 30],
  ["host resets", 50],
  ["host cuts off", 50],
  ["host stalls", 30],
  ["host slow", 60],
  ["caller hears nothing", 60],
  ["reddit slow", 100],
] as const;

/** One kind of fault. */
export type FaultKind = (typeof middleRates)[number][0];

/** Every kind, in the order in which they are counted out. */
export const faultKinds: readonly FaultKind[] = middleRates.map(([kind]) => kind);

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

/** One operation of one stage: how often it was called, and how often its process died at it. */
export interface CrashPoint {
  calls: number;
  before: number;
  after: number;
}

/** Some operations come once or twice in a run: at their first two calls a process dies four times as often. */
const firstCalls = 2;
const firstCallsWeight = 4;

/** Decides what goes wrong, and counts it. */
export class Faults {
  readonly counts = new Map<FaultKind, number>();
  /** By stage and operation. */
  readonly crashPoints = new Map<string, CrashPoint>();
  readonly #rates = new Map<FaultKind, number>();
  readonly #random: SeededRandom;
  #stopped = false;

  constructor(random: SeededRandom) {
    this.#random = random;
    const weather = random.pick(["calm", "hosts only", ...Array<string>(8).fill("everything")]);
    for (const [kind, middleRate] of middleRates) {
      const rate = random.pick([0, 0, 0, 0.3, 1, 3]) * middleRate;
      const isOn =
        weather === "everything" ||
        (weather !== "calm" && /^(?:host|reddit|feed|archive)/.test(kind));
      this.#rates.set(kind, isOn ? Math.min(500, Math.round(rate)) : 0);
    }
  }

  /** Whether `kind` happens now; `weight` times as probably as usual. */
  strikes(kind: FaultKind, weight = 1): boolean {
    if (this.#stopped || !this.#random.chance(weight * (this.#rates.get(kind) ?? 0))) return false;
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    return true;
  }

  /** Whether a process dies now, before or after an operation of its stage. */
  kills(stage: string, operation: string, moment: "before" | "after"): boolean {
    const name = `${stage} ${operation}`;
    const point = this.crashPoints.get(name) ?? { calls: 0, before: 0, after: 0 };
    this.crashPoints.set(name, point);
    point.calls += moment === "before" ? 1 : 0;
    const weight = point.calls <= firstCalls ? firstCallsWeight : 1;
    if (!this.strikes(`death ${moment} a call`, weight)) return false;
    point[moment] += 1;
    return true;
  }

  /** From now on nothing goes wrong any more. */
  stop(): void {
    this.#stopped = true;
  }

  /** Whether any of `kinds` has happened. */
  happened(...kinds: readonly FaultKind[]): boolean {
    return this.count(...kinds) > 0;
  }

  /** How often any of `kinds` has happened. */
  count(...kinds: readonly FaultKind[]): number {
    return kinds.reduce((sum, kind) => sum + (this.counts.get(kind) ?? 0), 0);
  }
}
