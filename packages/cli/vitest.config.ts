import { tmpdir } from "node:os";
import { join } from "node:path";

import { defineConfig } from "vitest/config";

import { LongestFirst } from "./src/testing/longest-first.ts";

// Crawls run and a browser is driven while the other packages' tests want the same cores.
// Of those that wait concurrently, three pipelines have as many processes as a small machine should.
// What commands keep for the machine stays out of the home of whoever runs the tests.
export default defineConfig({
  test: {
    testTimeout: 60_000,
    globalSetup: ["src/testing/every-flag.ts", "src/testing/drawn-once.ts"],
    sequence: { sequencer: LongestFirst },
    expect: { poll: { timeout: 20_000 } },
    maxConcurrency: 3,
    // Most of them wait: for Reddit's pace, for hosts that are down, for messages that come back.
    maxWorkers: 3,
    env: { XDG_STATE_HOME: join(tmpdir(), "reddit-crawler-test-state") },
  },
});
