import { expect, test } from "vitest";

import { jobDeadline } from "./deadline.ts";

test.each([
  ["the function's time", 90_000, 180_000, 85_000],
  ["the message's hidden time", 90_000, 50_000, 45_000],
])(
  "stores end a margin before the end of %s",
  (_what, remainingMs, hiddenUntilMs, storesEndAtMs) => {
    expect(jobDeadline({ nowMs: 0, remainingMs, hiddenUntilMs })).toMatchObject({ storesEndAtMs });
  },
);

test.each([
  ["is at most a minute", 0, 60_000],
  ["leaves the time to store", 55_000, 20_000],
  ["is given while it is worth a start", 70_000, 5_000],
  ["is not given any more", 70_001, undefined],
  ["is not given when the time is over", 100_000, undefined],
])("a download's time %s: at %i ms", (_what, nowMs, timeMs) => {
  const deadline = jobDeadline({ nowMs: 0, remainingMs: 90_000, hiddenUntilMs: 180_000 });
  expect(deadline.downloadTimeMs(nowMs)).toBe(timeMs);
});
