import { expect, test } from "vitest";

import { speedSection } from "./speed-section.ts";

const figure = (name: string, value: number) => ({
  name: `whole-crawl/${name}`,
  value,
  unit: "s" as const,
});
const run = {
  at: "2026-11-29T05:00:00.000Z",
  machine: "2 × a processor",
  load: 0.25,
  figures: [
    figure("quick/stored", 139),
    figure("quick/seconds", 2.1),
    figure("quick/serial/seconds", 6.4),
    figure("quick/gallery-dl/seconds", 6.5),
    figure("quick/processor", 2.9),
    figure("slow/seconds", 12.9),
  ],
};

test("what was measured stands beside what it is compared with, and what was not says so", () => {
  const lines = speedSection(run)
    .split("\n")
    .map((line) => line.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---"));
  expect(lines).toEqual([
    "| 139 pictures, seconds, load 0.25 | reddit-crawler | one by one | gallery-dl |",
    "| --- | --- | --- | --- |",
    "| hosts of 40 ms | 2.1 | 6.4 | 6.5 |",
    "| hosts of 1 s | 12.9 | ? | ? |",
    "| processor | 2.9 | ? | ? |",
  ]);
});

test("nothing is shown of a crawl that was never measured", () => {
  expect(speedSection(undefined)).toBe("");
});
