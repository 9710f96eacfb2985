import { readFile } from "node:fs/promises";

import { expect, test } from "vitest";

import { readLastRun, toldReadmes } from "./last-run.ts";

test("the READMEs tell what the last run measured", async () => {
  for (const { file, text } of await toldReadmes(await readLastRun()))
    expect(await readFile(file, "utf8"), file).toBe(text);
});
