import { expect, test } from "vitest";

import { readSearchTime } from "./search-time.ts";

const now = 1_800_000_000;

test.each([
  ["1700000000", 1_700_000_000],
  ["1700000000500", 1_700_000_000.5],
  ["2026-07-01", Date.UTC(2026, 6, 1) / 1000],
  ["2026-07-01T12:00:00", Date.UTC(2026, 6, 1, 12) / 1000],
  ["2026-07-01T12:00:00Z", Date.UTC(2026, 6, 1, 12) / 1000],
  ["2026-07-01T12:00:00+02:00", Date.UTC(2026, 6, 1, 10) / 1000],
  ["2d", now - 2 * 86_400],
  ["1m", now - 30 * 86_400],
  ["1year 3m 2d 1hour 5min 10s", now - (365 + 90 + 2) * 86_400 - 3600 - 300 - 10],
  ["1w", undefined],
  ["yesterday", undefined],
  ["2026-99-99", undefined],
])("reads %j", (text, seconds) => {
  expect(readSearchTime(text, now)).toBe(seconds);
});
