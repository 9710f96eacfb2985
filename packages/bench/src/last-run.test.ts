import { readFile } from "node:fs/promises";

import { expect, test } from "vitest";

import { readLastRun, readmesOf } from "./last-run.ts";

test("the READMEs show what the last run measured", async () => {
  for (const { file, text } of await readmesOf(await readLastRun()))
    expect(await readFile(file, "utf8"), file).toBe(text);
});
