import { describe, expect, test } from "vitest";

import { countsOfText, countsUnsaid, textOfCounts } from "./counts-in-key.ts";
import type { PostTally } from "./crawl-tally.ts";

const counts: PostTally = {
  outcome: "partly-stored",
  links: { stored: 40, gone: 1 },
  reasons: { "http-404": 1 },
  bytes: 123_456_789,
  duplicates: 2,
  decidedAt: "2026-11-22T20:00:07.123Z",
};

describe("counts in a key", () => {
  test.each<[string, PostTally]>([
    ["of everything", counts],
    [
      "of a post without links",
      { outcome: "no-pictures", links: {}, reasons: {}, bytes: 0, decidedAt: counts.decidedAt },
    ],
    ["of the largest crawl", { ...counts, bytes: 2 ** 51, links: { stored: 100_000 } }],
  ])("%s come back as they were", (_, given) => {
    expect(countsOfText(textOfCounts(given))).toEqual(given);
  });

  test("have only characters that are safe in a key", () => {
    expect(textOfCounts(counts)).toMatch(/^[\w.!-]+$/);
  });

  test("are left to the record where they do not fit, or a code is none", () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`reason-${i}`, 1]));
    expect(textOfCounts({ ...counts, reasons: many })).toBe(countsUnsaid);
    for (const odd of ["Caf\u00e9", "a_b", "a/b", ""])
      expect(textOfCounts({ ...counts, reasons: { [odd]: 1 } })).toBe(countsUnsaid);
  });

  test.each(["_", "", "stored", "stored_1_1_0_a_", "a_1_1_1_x.1_y.1_z", "S_1_1_1__", "a_$_1_1__"])(
    "%j says none",
    (text) => {
      expect(countsOfText(text)).toBeUndefined();
    },
  );
});
