import type { WorkerEnd } from "./worker-ends.ts";

/** Milliseconds that SQS's counts may be late (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html). */
const countsLagMs = 60_000;

/** A worker that was started and has not been reported to be over. */
export interface WorkerAtWork {
  /** Undefined for one of a balancer that died without saving what it had started. */
  id?: string | undefined;
  /** At or before its start, in milliseconds since 1970. */
  startedAtMs: number;
  /** No answer came to its invocation, so its message may be visible while it runs: no count of the queue shows it. */
  isUncounted?: boolean | undefined;
}

/** What the post queue counts as hidden, at some moment of the minute before `readAtMs` or after it. */
export interface HiddenCount {
  inFlight: number;
  readAtMs: number;
}

/** How long a worker may take, and how late the count of an environment is that reports no ends. */
export interface PlaceTimes {
  /** From its start a worker is certainly over after this; its message is visible again. */
  longestRunMs: number;
  /** How far apart two counts are. */
  pollMs: number;
}

/** What a balancer knows of its places, and the next one needs to know. */
export interface PlacesState {
  /** Every worker that may still run. */
  atWork: readonly WorkerAtWork[];
  /** When an end was reported last, in milliseconds since 1970; 0 when none was. */
  lastReportMs: number;
  /** Workers end here and nobody reports it: an emulator without destinations, or broken ones. */
  isDeaf: boolean;
}

/** Before its first worker. */
export const emptyPlaces: PlacesState = { atWork: [], lastReportMs: 0, isDeaf: false };

/** Chosen: one or two lost reports happen on AWS; this many and no other mean that nobody reports. */
const mostLostReports = 2;

/**
 * The places in which workers run. A place is taken from before an invocation until Lambda reports its end. If that
 * report is lost, the place is free again once the queue's count has had the time to show it, or the longest run is over.
 */
export class Places {
  readonly #times: PlaceTimes;
  #atWork: WorkerAtWork[];
  #lastReportMs: number;
  #isDeaf: boolean;

  constructor(times: PlaceTimes, { atWork, lastReportMs, isDeaf }: PlacesState = emptyPlaces) {
    this.#times = times;
    this.#atWork = [...atWork];
    this.#lastReportMs = lastReportMs;
    this.#isDeaf = isDeaf;
  }

  get state(): PlacesState {
    return { atWork: this.#atWork, lastReportMs: this.#lastReportMs, isDeaf: this.#isDeaf };
  }

  /** A worker is about to be started. */
  take(id: string, startedAtMs: number): void {
    this.#atWork.push({ id, startedAtMs });
  }

  /** Whether this worker was started is not known, and its message is shown again. */
  uncount(id: string): void {
    this.#atWork = this.#atWork.map((worker) =>
      worker.id === id ? { ...worker, isUncounted: true } : worker,
    );
  }

  /**
   * A worker is over, or was not started. The end of an unknown one frees the place of one whose name is not known,
   * unless it began so long ago that the queue's count may have freed its place already.
   */
  free({ id, dispatchedAtMs }: WorkerEnd): void {
    const known = this.#atWork.findIndex((worker) => worker.id === id);
    const index =
      known >= 0
        ? known
        : this.#atWork.findIndex(
            (worker) =>
              worker.id === undefined && dispatchedAtMs > worker.startedAtMs - countsLagMs,
          );
    if (index >= 0) this.#atWork.splice(index, 1);
  }

  /** Lambda reported these ends, by `nowMs`. */
  report(ends: readonly WorkerEnd[], nowMs: number): void {
    if (ends.length === 0) return;
    this.#lastReportMs = nowMs;
    this.#isDeaf = false;
    for (const end of ends) this.free(end);
  }

  /**
   * How many places are taken at `nowMs`. A worker that began before the count's lag is in the count as long as it
   * runs, so that no more of these can run than are counted.
   */
  taken({ inFlight, readAtMs }: HiddenCount, nowMs: number): number {
    const { longestRunMs, pollMs } = this.#times;
    // Nobody starts later than now: the clock was set back.
    this.#atWork = this.#atWork
      .filter(({ startedAtMs }) => nowMs - startedAtMs < longestRunMs)
      .map((worker) => ({ ...worker, startedAtMs: Math.min(worker.startedAtMs, nowMs) }));
    const countedFromMs = readAtMs - (this.#isDeaf ? pollMs : countsLagMs);
    const counted = this.#atWork.filter(
      ({ startedAtMs, isUncounted }) => startedAtMs <= countedFromMs && isUncounted !== true,
    );
    const over = Math.max(0, counted.length - inFlight);
    if (over > mostLostReports && counted.every((worker) => this.#isUnheard(worker)))
      this.#isDeaf = true;
    return this.#atWork.length - over;
  }

  #isUnheard({ id, startedAtMs }: WorkerAtWork): boolean {
    return id !== undefined && startedAtMs > this.#lastReportMs;
  }
}
