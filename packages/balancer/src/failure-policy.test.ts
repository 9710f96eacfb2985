import { readFileSync } from "node:fs";
import { join } from "node:path";

import { policyTable, tableInReadme } from "@reddit-crawler/function-runtime/testing/policy-table";
import { expect, test } from "vitest";

import { consequences, failurePolicy } from "./failure-policy.ts";
import { dispatchScene } from "./testing/dispatch-scene.ts";
import { refusalDelaySeconds } from "./refusal-delay.ts";

const refuse = async () => {
  throw new Error("no");
};

/** A round in which a line's failure happens to each of three waiting messages. */
const scenes: Readonly<Record<string, Parameters<typeof dispatchScene>[0]>> = {
  "any error of an invocation: 429, 5xx, no permission, no answer": { waiting: 3, invoke: refuse },
  "no JSON, no post message, or too large for an invocation": { waiting: 3, bodyOf: () => "{" },
  "any error of counting or receiving": { waiting: 3, queue: () => ({ depth: refuse }) },
  "any error of showing a message again": {
    waiting: 3,
    invoke: refuse,
    queue: () => ({ showAgainIn: refuse }),
  },
};
/** What dies does nothing more: the simulation kills the balancer at every call. */
const simulated = ["dies between receive and invocation"];

test("every line has its round", () => {
  const lines = failurePolicy.map(({ when }) => when);
  expect([...Object.keys(scenes), ...simulated]).toEqual(lines);
});

test.each(failurePolicy.filter(({ when }) => when in scenes))(
  "$when is $verdict",
  async ({ when, verdict }) => {
    const { class: kind, message, record } = consequences[verdict];
    const { run, shown, lines } = dispatchScene(scenes[when] ?? {});
    const end = await run().then(
      () => "value",
      () => "any other error",
    );
    expect(end).toBe(kind);
    for (const { seconds } of shown) expect(message).toMatch(new RegExp(`\\b${seconds}\\b`));
    const logged = lines.filter((line) => /"level":"(?:warn|error)"/.test(line));
    const event = /^`([a-z-]+)`/.exec(record)?.[1];
    expect(logged.length > 0).toBe(event !== undefined);
    expect(logged.join()).toContain(event ?? "");
  },
);

test("the table tells the delays of refused messages", () => {
  const delays = [1, 2, 3, 4, 5].map(refusalDelaySeconds);
  expect(consequences.refused.message).toContain(`${delays.join(", ")} s`);
});

test("the README shows the same table", () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  expect(tableInReadme(readme)).toEqual(policyTable(failurePolicy, consequences));
});
