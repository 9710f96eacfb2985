import { expect, test } from "vitest";

import { explainAwsAccess } from "./aws-access.ts";
import { CommandError } from "./command-error.ts";

test("a session that is over is explained with AWS's own words behind it", () => {
  const error = Object.assign(new Error("The token has expired."), { name: "ExpiredToken" });
  const explained = explainAwsAccess(error);
  expect(explained).toBeInstanceOf(CommandError);
  expect(explained).toMatchObject({
    message: expect.stringMatching(/^The AWS session is over\. .*The token has expired\.\)$/),
    cause: error,
  });
});

test.each([new TypeError("x is undefined"), "thrown text", new CommandError("Name a stage.")])(
  "%j, which is about something else, stays as it is",
  (error) => {
    expect(explainAwsAccess(error)).toBe(error);
  },
);
