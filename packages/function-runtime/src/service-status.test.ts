import { expect, test } from "vitest";

import { statusOf } from "./service-status.ts";

const withMetadata = (metadata: unknown) => Object.assign(new Error("no"), { $metadata: metadata });

test("an AWS client's error has the status of its answer", () => {
  expect(statusOf(withMetadata({ httpStatusCode: 412 }))).toBe(412);
});

test.each([
  ["an error without an answer", withMetadata({ attempts: 3 })],
  ["metadata that are none", withMetadata(null)],
  ["a status that is no number", withMetadata({ httpStatusCode: "412" })],
  ["an error of somebody else", new Error("socket hang up")],
  ["something that is no error", { $metadata: { httpStatusCode: 412 } }],
])("%s has none", (_what, error) => {
  expect(statusOf(error)).toBeUndefined();
});
