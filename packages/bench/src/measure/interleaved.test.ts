import { expect, test } from "vitest";

import { interleaved } from "./interleaved.ts";

test("each round runs every work once, in an order of its own", async () => {
  const ran: string[] = [];
  const numbers = [0.1, 0.2, 0.9, 0.3];
  const results = await interleaved(
    2,
    { a: async () => ran.push("a"), b: async () => ran.push("b") },
    () => numbers.shift() ?? 0,
  );
  expect(ran).toEqual(["a", "b", "b", "a"]);
  expect(results).toEqual({ a: [1, 4], b: [2, 3] });
});
