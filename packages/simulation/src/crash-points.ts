/** One operation of one stage: how often it was called, and how often its process died at it. */
export interface CrashPoint {
  calls: number;
  before: number;
  after: number;
}

/** Where processes died, by stage and operation. */
export class CrashPoints {
  readonly #points = new Map<string, CrashPoint>();

  at(stage: string, operation: string): CrashPoint {
    const name = `${stage} ${operation}`;
    const point = this.#points.get(name) ?? { calls: 0, before: 0, after: 0 };
    this.#points.set(name, point);
    return point;
  }

  get all(): [name: string, point: CrashPoint][] {
    return [...this.#points];
  }
}
