/** One number that a benchmark came to; ratios compare what was measured in the same run. */
export interface Figure {
  /** `<benchmark>/<what>`, the name of its budget. */
  name: string;
  value: number;
  unit:
    | "x"
    | "KB"
    | "modules"
    | "MB"
    | "s"
    | "ms"
    | "/s"
    | "requests"
    | "pictures"
    | "GB-s"
    | "min"
    | "events"
    | "posts"
    | "crawls";
  /** The first and the third quartile, where it was measured several times. */
  spread?: readonly [number, number];
  /** What was divided by what, in the units that only this machine gives. */
  note?: string;
  /** What it is the sum of. */
  parts?: Readonly<Record<string, number>>;
}

/** A row of the table in README.md. */
export interface Benchmark {
  name: string;
  /** Whether its figures are the same on every machine and every time, so that a build may depend on them. */
  stable: boolean;
  run(): Promise<Figure[]>;
}

/** What was measured when and where, by benchmark. */
export type LastRun = Record<
  string,
  {
    at: string;
    machine: string;
    /** Processes that wanted a core when the benchmark began, its own aside: above the cores, times are worth little. */
    load: number;
    figures: Figure[];
  }
>;
