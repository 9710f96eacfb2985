import { describe, expect, test } from "vitest";

import { inParallel } from "./in-parallel.ts";

describe("work in parallel", () => {
  test("covers every item and never exceeds its limit", async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await inParallel(3, [1, 2, 3, 4, 5, 6, 7], async (item) => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      done.push(item);
    });
    expect(new Set(done)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]));
    expect(most).toBe(3);
  });

  test("begins nothing more after a failure and passes it on", async () => {
    const begun: number[] = [];
    const work = inParallel(1, [1, 2, 3], async (item) => {
      begun.push(item);
      if (item === 2) throw new Error("no");
    });
    await expect(work).rejects.toThrow("no");
    expect(begun).toEqual([1, 2]);
  });
});
