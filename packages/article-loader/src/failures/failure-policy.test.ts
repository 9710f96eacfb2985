import type { FailureCode } from "@reddit-crawler/function-runtime/failure-codes";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import {
  PermanentError,
  RetryableError,
  ThrottledError,
} from "@reddit-crawler/function-runtime/errors";
import { verdictOfStatus } from "@reddit-crawler/function-runtime/failure-policy";
import { policyTable, tableInReadme } from "@reddit-crawler/function-runtime/testing/policy-table";
import { expect, test } from "vitest";

import { consequences, type Verdict } from "./failure-consequences.ts";
import { failurePolicy, verdictOf } from "./failure-policy.ts";
import { LoaderWorld } from "../testing/loader-world.ts";
import { readListingAnswer } from "../reddit/listing-answer.ts";
import type { RedditAnswer } from "../reddit/reddit-answer.ts";
import { readTokenAnswer } from "../reddit/token-answer.ts";

function errorOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
}

const readers = {
  Reddit: (answer: RedditAnswer) => readListingAnswer(answer, "aww", 0),
  "token endpoint": (answer: RedditAnswer) => readTokenAnswer(answer, 0),
};

test.each(["Reddit", "token endpoint"] as const)(
  "every status of %s is what the table says",
  (from) => {
    const read = readers[from];
    for (let status = 200; status <= 599; status++) {
      const error = errorOf(() => read({ status, headers: {}, body: "{}" }));
      expect([status, verdictOf(error)]).toEqual([
        status,
        verdictOfStatus(failurePolicy, from, status),
      ]);
    }
    const asksToWait = { "retry-after": "7" };
    for (const status of [403, 429, 500, 503])
      expect(verdictOf(errorOf(() => read({ status, headers: asksToWait, body: "{}" })))).toBe(
        "throttled",
      );
    expect(verdictOf(errorOf(() => read({ status: 403, headers: {}, body: "<html>" })))).toBe(
      "blocked",
    );
  },
);

const errorClasses = {
  PermanentError: (code: FailureCode) => new PermanentError(code, "no"),
  RetryableError: (code: FailureCode) => new RetryableError(code, "no"),
  ThrottledError: (code: FailureCode) => new ThrottledError(code, "no", 3600),
};
const rowsOfErrors = failurePolicy.flatMap(({ codes = [], verdict }) =>
  // Poison is no crawl: there is nothing to list.
  verdict === "poison" ? [] : codes.map((code) => [code, verdict] as const),
);

test.each(rowsOfErrors)("`%s` ends a listing as the table says: %s", async (code, verdict) => {
  const { class: kind, message, record, metric } = consequences[verdict];
  const makeError = Object.entries(errorClasses).find(([name]) => name === kind)?.[1];
  if (!makeError) throw new Error(`${verdict} is no error`);
  const world = new LoaderWorld();
  const ports = world.ports();
  if (verdict === "not told") {
    world.answers = { "": [{ children: [] }] };
    ports.tallies.announceFinish = () => Promise.reject(makeError(code));
  } else world.answers = { "": [makeError(code)] };
  const outcome = await world.load({}, ports).then(
    () => "acknowledged",
    () => "thrown",
  );
  expect(message).toContain(outcome);
  const state = world.summaries.at(-1)?.state ?? "none";
  expect(record).toContain(`\`${state}\``);
  expect(record).toContain(String(metric));
  expect(world.lines).toContainEqual(expect.objectContaining({ [String(metric)]: 1 }));
});

test("an error that nobody knows is a bug, unless its class says more", () => {
  expect(verdictOf(new TypeError("x"))).toBe("unexpected");
  expect(verdictOf(new RetryableError("http-418", "x"))).toBe("passing");
  expect(verdictOf(new PermanentError("http-418", "x"))).toBe("poison");
});

test("every verdict has a consequence and is reached", () => {
  const reached = new Set<Verdict>(failurePolicy.map(({ verdict }) => verdict));
  expect([...reached].toSorted()).toEqual(Object.keys(consequences).toSorted());
});

test("the README shows the same table", () => {
  const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
  expect(tableInReadme(readme)).toEqual(policyTable(failurePolicy, consequences));
});
