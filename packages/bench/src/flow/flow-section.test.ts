import { expect, test } from "vitest";

import { flowSection } from "./flow-section.ts";

const seconds = (where: string) => [
  { name: `flow/${where}/10/31/seconds`, value: 15, unit: "s" as const },
  { name: `flow/${where}/10/31/ratio`, value: 1.25, unit: "x" as const },
];

test("a measured row stands beside what it was", () => {
  expect(flowSection(seconds("stack"))).toMatch(
    /^\| local stack\s+\| 10\s+\| 31\s+\| 14 of 126 pictures after 800 s\s+\| 15 s\s+\| 1\.25/m,
  );
});

test("the rows of another emulator are missing where none was asked", () => {
  expect(flowSection(seconds("stack"))).not.toContain("other emulator");
  expect(flowSection(seconds("emulator"))).toContain("| other emulator |");
});
