import { expect, test } from "vitest";

import { rateMeter } from "./rate-meter.ts";

test("tells the growth of the last five seconds, not of the whole time", () => {
  let at = 0;
  const meter = rateMeter(() => at);
  expect(meter.note(10)).toBe(0);
  at = 1000;
  expect(meter.note(14)).toBe(4);
  for (at = 2000; at <= 20_000; at += 1000) meter.note(14);
  expect(meter.note(14)).toBe(0);
});
