import type { FailureCode } from "@reddit-crawler/function-runtime/failure-codes";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { policyTable, tableInReadme } from "@reddit-crawler/function-runtime/testing/policy-table";
import { expect, test } from "vitest";

import { consequences, failurePolicy } from "./failure-policy.ts";
import { fakeEndpoint, type Sent } from "./testing/fake-endpoint.ts";

const refusals: Readonly<Record<string, Sent>> = {
  400: { body: "[]" },
  404: { path: "/elsewhere" },
  405: { method: "PUT" },
  413: { body: JSON.stringify({ subreddit: "a".repeat(9000) }) },
  415: { contentType: "text/plain" },
};
async function answerTo(from: string, status: string | undefined, code?: FailureCode) {
  const error = code ? new RetryableError(code, "no") : new TypeError("no");
  const endpoint = fakeEndpoint(async () => {
    throw error;
  });
  if (from === "S3") endpoint.bucket.faults.push(error);
  const answer =
    from === "S3"
      ? await endpoint.get("/crawls/01KAR7Q8Z4M3XWQ0V5T9B2C6DE")
      : await endpoint.send(from === "caller" ? refusals[status ?? ""] : {});
  return { answer, ...endpoint };
}

const lines = failurePolicy.flatMap(({ codes = [undefined], ...row }) =>
  codes.map((code) => ({ ...row, code })),
);

test.each(lines)("$from, $when is $verdict ($code)", async ({ from, statuses, code, verdict }) => {
  const [status] = statuses ?? [];
  const { answer, published, lines } = await answerTo(from, status, code);
  expect(String(answer.statusCode)).toBe(status);
  expect(answer.headers?.["content-type"]).toBe("application/problem+json");
  const { class: kind, message, record } = consequences[verdict];
  expect(published.length === 0).toBe(!/published|unknown/.test(message) || kind === "value");
  expect(record).toContain(kind === "value" ? "request-answered" : String(status));
  expect(lines.join().includes("request-failed")).toBe(kind !== "value");
});

test("the README shows the same table", () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  expect(tableInReadme(readme)).toEqual(policyTable(failurePolicy, consequences));
});
