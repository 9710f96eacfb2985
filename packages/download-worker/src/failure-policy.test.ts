import { readFileSync } from "node:fs";
import { join } from "node:path";

import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { policyTable, tableInReadme } from "@reddit-crawler/function-runtime/testing/policy-table";
import { expect, test } from "vitest";

import { awsFailure } from "@reddit-crawler/function-runtime/aws-errors";
import { consequences, failurePolicy, verdictOfStatus, type Verdict } from "./failure-policy.ts";
import { readPictureStatus } from "./fetch/picture-status.ts";

/** Every status from 300 on that is no redirect, with the verdict that a reader of the table finds. */
const hostVerdicts: readonly (readonly [first: number, last: number, verdict: Verdict])[] = [
  [400, 403, "refused"],
  [404, 404, "gone"],
  [405, 407, "refused"],
  [408, 408, "passing"],
  [409, 409, "refused"],
  [410, 410, "gone"],
  [411, 424, "refused"],
  [425, 425, "passing"],
  [426, 428, "refused"],
  [429, 429, "throttled"],
  [430, 450, "refused"],
  [451, 451, "gone"],
  [452, 499, "refused"],
  [500, 599, "passing"],
];

function classOf(run: () => unknown): string {
  try {
    const value = run();
    return typeof value === "object" && value && "outcome" in value ? String(value.outcome) : "";
  } catch (error) {
    if (error instanceof ThrottledError) return "throttled";
    if (error instanceof RetryableError) return "passing";
    throw error;
  }
}

test.each(hostVerdicts)("a picture host's %i to %i is %s", (first, last, verdict) => {
  for (let status = first; status <= last; status++) {
    expect(verdictOfStatus("picture host", status)).toBe(verdict);
    expect(classOf(() => readPictureStatus(status, undefined, 0, "cats.test"))).toBe(verdict);
    const withWait = verdict === "passing" ? "throttled" : verdict;
    expect(classOf(() => readPictureStatus(status, "7", 0, "cats.test"))).toBe(withWait);
  }
});

test.each([
  [400, "unexpected"],
  [403, "unexpected"],
  [404, "unexpected"],
  [408, "passing"],
  [409, "passing"],
  [412, "taken"],
  [429, "passing"],
  [500, "passing"],
  [503, "passing"],
] as const)("S3's or SQS's %i is %s", (status, verdict) => {
  expect(verdictOfStatus("S3, SQS", status)).toBe(verdict);
  const error = Object.assign(new Error("no"), { $metadata: { httpStatusCode: status } });
  const passes = awsFailure("bucket-unavailable", error) instanceof RetryableError;
  expect(passes).toBe(verdict === "passing");
});

test("every verdict has a consequence and is reached", () => {
  const reached = new Set(failurePolicy.map(({ verdict }) => verdict));
  expect([...reached].toSorted()).toEqual(Object.keys(consequences).toSorted());
});

test("the README shows the same table", () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  expect(tableInReadme(readme)).toEqual(policyTable(failurePolicy, consequences));
});
