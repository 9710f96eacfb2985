import { readFileSync } from "node:fs";
import { join } from "node:path";

import { failureCodes } from "@reddit-crawler/function-runtime/failure-codes";
import { codesInReadme } from "@reddit-crawler/function-runtime/testing/readme-codes";
import { expect, test } from "vitest";

test("the README says what every error code means", () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const codes = [
    ...failureCodes["download-worker"],
    ...failureCodes["function-runtime"],
    ...failureCodes.bucket,
    ...failureCodes["crawl-status"],
    ...failureCodes["media-hosts"],
  ];
  expect(codesInReadme(readme)).toEqual(codes.toSorted());
});
