import { describe, expect, test } from "vitest";

import { endAll } from "./end-all.ts";

const first = new Error("first");
const second = new Error("second");

describe("ending all", () => {
  test("runs one after the other", async () => {
    const steps: string[] = [];
    const step = (name: string) => async () => {
      steps.push(`${name} begins`);
      await Promise.resolve();
      steps.push(`${name} has ended`);
    };
    await endAll([step("a"), step("b")]);
    expect(steps).toEqual(["a begins", "a has ended", "b begins", "b has ended"]);
  });

  test.each([
    ["rejects", () => Promise.reject(first)],
    [
      "throws",
      () => {
        throw first;
      },
    ],
  ])("runs those after one that %s, and then throws its error", async (_how, fail) => {
    const ran: string[] = [];
    await expect(endAll([fail, () => ran.push("b"), () => ran.push("c")])).rejects.toBe(first);
    expect(ran).toEqual(["b", "c"]);
  });

  test("throws every error when several fail", async () => {
    const ending = endAll([() => Promise.reject(first), () => Promise.reject(second)]);
    await expect(ending).rejects.toMatchObject({
      name: "AggregateError",
      message: "first; second",
      errors: [first, second],
    });
  });
});
