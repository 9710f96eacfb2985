import { expect, test } from "vitest";

import { verdictOfStatus, type PolicyRow } from "./failure-policy.ts";
import { policyTable, tableInReadme } from "./testing/policy-table.ts";

const policy: readonly PolicyRow<"host" | "job", "gone" | "passing">[] = [
  { from: "host", when: "404", statuses: ["404"], verdict: "gone" },
  {
    from: "host",
    when: "5xx",
    statuses: ["5xx"],
    codes: ["http-503", "http-418"],
    verdict: "passing",
  },
  { from: "job", when: "a bug", verdict: "passing" },
];
const consequences = {
  gone: { class: "value", message: "next", record: "`gone`" },
  passing: { class: "RetryableError", message: "again", record: "log" },
};

test.each([
  [404, "gone"],
  [503, "passing"],
  [403, undefined],
  [5030, undefined],
])("%i is what the first line that fits says", (status, verdict) => {
  expect(verdictOfStatus(policy, "host", status)).toBe(verdict);
  expect(verdictOfStatus(policy, "job", status)).toBeUndefined();
});

test("a policy is the same as the table of a README that shows it", () => {
  const readme = `# stage

## When it fails

What follows is the code's own table.

| from | what | class | message | record |
| ---- | ---- | ----- | ------- | ------ |
| host | 404  | value | next    | \`gone\` |
| host | 5xx: \`http-503\`, \`http-418\` | RetryableError | again | log |
| job  | a bug | RetryableError | again | log |

| another | table |
`;
  expect(tableInReadme(readme)).toEqual(policyTable(policy, consequences));
});
