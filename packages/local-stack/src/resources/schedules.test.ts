import { expect, test } from "vitest";

import { parseRate } from "./schedules.ts";

test.each([
  ["rate(1 minute)", 60_000],
  ["rate(5 minutes)", 300_000],
  ["rate(2 hours)", 7_200_000],
  ["rate(1 day)", 86_400_000],
  ["rate(1 minutes)", undefined],
  ["rate(5 minute)", undefined],
  ["rate(0 minutes)", undefined],
  ["rate(1 second)", undefined],
  ["cron(0 * * * ? *)", undefined],
])("%s is %s milliseconds", (expression, milliseconds) => {
  expect(parseRate(expression)).toBe(milliseconds);
});
