import { expect, test } from "vitest";

import { awsAccessAdvice } from "./aws-access.ts";

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

test.each([
  ["no region", named("Error", "Region is missing"), "No AWS region is set that can be used. "],
  [
    "no region of AWS",
    named("Error", 'Region not accepted: region="x.y" is not a valid hostname component.'),
    "No AWS region is set that can be used. ",
  ],
  [
    "no credentials",
    named("CredentialsProviderError", "Could not load credentials from any providers"),
    "There are no AWS credentials that can be used. ",
  ],
  [
    "no credentials of a client",
    named("Error", "Credential is missing"),
    "There are no AWS credentials that can be used. ",
  ],
  [
    "no sign-in",
    named("TokenProviderError", "Token is expired."),
    "There are no AWS credentials that can be used. ",
  ],
  [
    "a session that is over",
    named("ExpiredToken", "The token has expired."),
    "The AWS session is over. ",
  ],
  [
    "a session that is over, in other words",
    named("ExpiredTokenException", "The security token included in the request is expired"),
    "The AWS session is over. ",
  ],
])("%s is explained, with AWS's own words behind it", (_what, error, words) => {
  const advice = awsAccessAdvice(error, "the stack is") ?? "";
  expect(advice.slice(0, words.length)).toBe(words);
  expect(advice).toMatch(/\baws (?:configure|sso login)\b/);
  expect(advice.endsWith(` (${error.message})`)).toBe(true);
});

test("advice on a missing region names what the command asks about", () => {
  expect(awsAccessAdvice(named("Error", "Region is missing"), "the stack is")).toBe(
    'No AWS region is set that can be used. Say in which one the stack is, with AWS_REGION=<region> or "aws configure set region <region>". (Region is missing)',
  );
});

test.each([new TypeError("x is undefined"), "Region is missing", named("AccessDenied", "No.")])(
  "%j, which is about something else, has no advice",
  (error) => {
    expect(awsAccessAdvice(error, "the stack is")).toBeUndefined();
  },
);
