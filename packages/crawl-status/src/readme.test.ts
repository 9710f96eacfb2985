import { readFileSync } from "node:fs";

import { failureCodes } from "@reddit-crawler/function-runtime/failure-codes";
import { codesInReadme } from "@reddit-crawler/function-runtime/testing/readme-codes";
import { expect, test } from "vitest";

test("the README explains every code that reading and announcing can throw", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const codes = [...failureCodes["crawl-status"], ...failureCodes.bucket];
  expect(codesInReadme(readme)).toEqual(codes.toSorted());
});
