// Posts 20 crawls of 1,000 posts and 50 of 25 behind them at once against the replay, on today's zips and template: all end,
// the small ones first, Reddit is asked once in 2 s, and each status is true whenever it is read. It takes about a quarter
// of an hour: `verify:crowd [large crawls] [small crawls]`.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { replayJitterMs, runCrowd } from "@reddit-crawler/cli/testing/crowd";

const [large = 20, small = 50] = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), "verify-crowd-"));
try {
  const outcome = await runCrowd({
    folder,
    large: { crawls: large, posts: 1000 },
    small: { crawls: small, posts: 25 },
    everyMs: 5000,
    onProgress: (states, seconds) => console.log(`${seconds} s: ${JSON.stringify(states)}`),
  });
  const over = (crawls: typeof outcome.small) => crawls.map((crawl) => crawl.over);
  const range = (values: readonly number[]) =>
    `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)} s`;
  console.log(`small crawls over after ${range(over(outcome.small))}`);
  console.log(`large crawls over after ${range(over(outcome.large))}`);
  console.log(`${outcome.requests} requests, at least ${outcome.shortestGapMs} ms apart`);
  const places = outcome.places.map((place) => place ?? "-").join(" ");
  console.log(`places in the queue that small crawls first saw: ${places}`);
  const problems = [
    ...outcome.untrue,
    ...(outcome.shortestGapMs < 2000 - replayJitterMs
      ? ["two requests were less than 2 s apart"]
      : []),
    ...(Math.max(...over(outcome.small)) > Math.min(...over(outcome.large))
      ? ["a small crawl ended behind a large one"]
      : []),
  ];
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
