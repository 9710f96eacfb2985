import { readFileSync } from "node:fs";

import { failureCodes } from "@reddit-crawler/function-runtime/failure-codes";
import { codesInReadme } from "@reddit-crawler/function-runtime/testing/readme-codes";
import { expect, test } from "vitest";

test("the README explains every code that the endpoint can meet", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  // It changes no object, so that no other writer can be first.
  const ofBucket = failureCodes.bucket.filter((code) => code !== "object-contended");
  const codes = [...failureCodes["api-endpoint"], ...ofBucket];
  expect(codesInReadme(readme)).toEqual(codes.toSorted());
});
