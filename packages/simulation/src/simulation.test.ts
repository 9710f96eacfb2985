import { availableParallelism } from "node:os";

import { expect, test } from "vitest";

import { runThreads } from "./run/run-threads.ts";

/** The nightly command runs as many as you like: see the README. */
const seeds = 500;

test(`${seeds} worlds in which everything fails lose no post and store no picture twice`, async () => {
  const totals = await runThreads({ from: 1, seeds, threads: availableParallelism() });
  const replay = totals.broken.map(
    ({ seed, violation }) =>
      `${violation.rule}: node packages/simulation/src/cli.ts --seed ${seed} --trace`,
  );
  expect(replay).toEqual([]);
  expect(totals.counts).toMatchObject({ seeds, losses: 0, duplicates: 0 });
  // What is not exercised is not proved.
  expect(totals.counts.pictures).toBeGreaterThan(seeds * 5);
  expect(totals.counts.deadLettered).toBeGreaterThan(0);
  const untouched = Object.entries(totals.crashPoints)
    .filter(([, { calls, before, after }]) => calls > 1000 && (before === 0 || after === 0))
    .map(([name]) => name);
  expect(untouched).toEqual([]);
}, 300_000);
