import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { expect, test } from "vitest";

import { replayJitterMs, runCrowd } from "../testing/crowd.ts";

/** So much faster than others is the article-loader's clock: enough that its waits are far longer than the replay's jitter. */
const speed = 3;

test(
  "small crawls behind large ones end first, each status is true, and Reddit is asked once in 2 s",
  { timeout: 240_000 },
  async () => {
    const { small, large, untrue, shortestGapMs, requests } = await runCrowd({
      folder: await temporaryFolder(),
      large: { crawls: 3, posts: 500 },
      small: { crawls: 5, posts: 25 },
      everyMs: 200,
      speed,
    });
    expect(untrue).toEqual([]);
    expect(requests).toBe(3 * 5 + 5);
    expect(shortestGapMs).toBeGreaterThanOrEqual(2000 / speed - replayJitterMs);
    const firstLarge = Math.min(...large.map(({ listed }) => listed));
    expect(Math.max(...small.map(({ listed }) => listed))).toBeLessThan(firstLarge);
  },
);
