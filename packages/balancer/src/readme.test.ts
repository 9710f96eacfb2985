import { readFileSync } from "node:fs";

import { failureCodes } from "@reddit-crawler/function-runtime/failure-codes";
import { codesInReadme } from "@reddit-crawler/function-runtime/testing/readme-codes";
import { expect, test } from "vitest";

test("the README explains every code that the balancer throws", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  expect(codesInReadme(readme)).toEqual([...failureCodes.balancer]);
});
