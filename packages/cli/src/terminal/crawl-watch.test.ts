import { expect, test } from "vitest";

import { rateMeter } from "./crawl-watch.ts";

test("a rate is the growth of the last five seconds, not of the whole time", () => {
  let at = 0;
  const meter = rateMeter(() => at);
  expect(meter(10)).toBe(0);
  at = 1000;
  expect(meter(14)).toBe(4);
  for (at = 2000; at <= 20_000; at += 1000) meter(14);
  expect(meter(14)).toBe(0);
});
