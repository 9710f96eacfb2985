import { readFileSync } from "node:fs";

import { failureCodes } from "@reddit-crawler/function-runtime/failure-codes";
import { codesInReadme } from "@reddit-crawler/function-runtime/testing/readme-codes";
import { expect, test } from "vitest";

test("the README explains every code that reading and announcing can throw", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  // No object is changed that others change.
  const ofBucket = failureCodes.bucket.filter((code) => code !== "object-contended");
  const codes = [...failureCodes["crawl-status"], ...ofBucket];
  expect(codesInReadme(readme)).toEqual(codes.toSorted());
});
