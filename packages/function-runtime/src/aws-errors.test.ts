import { expect, test } from "vitest";

import { awsFailure, retryableCall, statusOf } from "./aws-errors.ts";
import { PermanentError } from "./errors.ts";

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

test.each([408, 409, 429, 500, 503, undefined])("a service's %s may pass", (httpStatusCode) => {
  const cause = withMetadata({ httpStatusCode });
  expect(awsFailure("queue-unavailable", cause)).toMatchObject({
    name: "RetryableError",
    code: "queue-unavailable",
    cause,
  });
});

test.each([400, 401, 403, 404, 412])("a service's %i stays what it is", (httpStatusCode) => {
  const error = withMetadata({ httpStatusCode });
  expect(awsFailure("queue-unavailable", error)).toBe(error);
});

test.each([
  ["ThrottlingException", 400],
  ["RequestThrottled", 403],
  ["RequestTimeout", 400],
  ["KMSThrottlingException", 400],
])("%s passes, though its status is %i", (name, httpStatusCode) => {
  const error = Object.assign(withMetadata({ httpStatusCode }), { name });
  expect(awsFailure("bucket-unavailable", error)).toMatchObject({ code: "bucket-unavailable" });
});

test.each([400, 403, 404, 503, undefined])(
  "a message or a secret that a service answers with %s is asked for again",
  async (httpStatusCode) => {
    const cause = withMetadata({ httpStatusCode });
    await expect(
      retryableCall("topic-unavailable", () => Promise.reject(cause)),
    ).rejects.toMatchObject({ name: "RetryableError", code: "topic-unavailable", cause });
  },
);

test("a call's own permanent error stays what it is", async () => {
  const error = new PermanentError("credentials-malformed", "x");
  await expect(retryableCall("secrets-unavailable", () => Promise.reject(error))).rejects.toBe(
    error,
  );
});
