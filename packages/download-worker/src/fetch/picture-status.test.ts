import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { expect, test } from "vitest";

import { readPictureStatus } from "./picture-status.ts";

/** Every status from 300 on that is no redirect, with what becomes of its picture. */
const verdicts: readonly (readonly [first: number, last: number, verdict: string])[] = [
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
  [451, 451, "refused"],
  [452, 499, "refused"],
  [500, 599, "passing"],
];

function verdictOf(status: number, retryAfter?: string): string {
  try {
    const verdict = readPictureStatus(status, retryAfter, 0, "cats.test");
    return typeof verdict === "string" ? verdict : verdict.outcome;
  } catch (error) {
    if (error instanceof ThrottledError) return "throttled";
    if (error instanceof RetryableError) return "passing";
    throw error;
  }
}

test.each(verdicts)("a picture host's %i to %i is %s", (first, last, verdict) => {
  const withWait = verdict === "passing" ? "throttled" : verdict;
  for (let status = first; status <= last; status++) {
    expect(verdictOf(status)).toBe(verdict);
    expect(verdictOf(status, "7")).toBe(withWait);
  }
});
