import { expect, test } from "vitest";

import { watchProcessTimes } from "./process-times.ts";

test.runIf(process.platform === "linux")("measures what a process computed for", () => {
  const times = watchProcessTimes();
  times.watch("this", process.pid);
  const { user, system } = process.cpuUsage();
  const seconds = times.stop().get("this") ?? 0;
  expect(seconds).toBeGreaterThan(((user + system) / 1e6) * 0.5);
  expect(seconds).toBeLessThan(((user + system) / 1e6) * 2 + 0.1);
});

test("a process that is gone computed for nothing", () => {
  const times = watchProcessTimes();
  // Above the most that Linux gives (4,194,304).
  times.watch("gone", 99_999_999);
  expect(times.stop()).toEqual(new Map());
});
