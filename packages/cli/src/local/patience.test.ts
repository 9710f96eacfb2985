import { expect, test } from "vitest";

import { createPatience } from "./patience.ts";

function patienceAt(start: number) {
  let nowMs = start;
  const patience = createPatience(120_000, () => nowMs);
  return { patience, pass: (seconds: number) => (nowMs += seconds * 1000) };
}

test("ends so long after the last progress, and begins anew with each", () => {
  const { patience, pass } = patienceAt(5_000);
  patience.note("a", "1 decided");
  pass(100);
  patience.note("a", "1 decided");
  expect(patience.leftMs()).toBe(20_000);
  patience.note("a", "2 decided");
  expect(patience.leftMs()).toBe(120_000);
  pass(119);
  patience.progress();
  expect(patience.leftMs()).toBe(120_000);
  pass(500);
  expect(patience.leftMs()).toBe(0);
});

test("does not end while the listing of any crawl goes on", () => {
  const { patience, pass } = patienceAt(0);
  for (let poll = 0; poll < 10; poll++) {
    patience.note("a", "2 decided");
    patience.note("b", undefined);
    pass(60);
  }
  expect(patience.leftMs()).toBe(60_000);
  pass(60);
  expect(patience.leftMs()).toBe(0);
});
