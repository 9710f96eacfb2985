import type { IncomingMessage } from "node:http";

import { expect, test } from "vitest";

import { requestOfFunction } from "./aws-request.ts";

const lambda = { "user-agent": "aws-sdk-js/3.1169.0 exec-env/AWS_Lambda_nodejs24.x" };

function request(method: string, url: string, headers: Record<string, string>) {
  return { method, url, headers } as unknown as IncomingMessage;
}

test.each([
  ["SQS", "DeleteMessage", "POST", "/", { "x-amz-target": "AmazonSQS.DeleteMessage" }],
  [
    "SecretsManager",
    "GetSecretValue",
    "POST",
    "/",
    { "x-amz-target": "secretsmanager.GetSecretValue" },
  ],
  ["SNS", "Publish", "POST", "/", {}],
  ["Lambda", "Invoke", "POST", "/2015-03-31/functions/worker/invocations", {}],
  ["S3", "PUT", "PUT", "/media/a.jpg?x-id=PutObject", {}],
  ["S3", "GET", "GET", "/media/list-type=2?x-id=GetObject", {}],
  ["S3", "LIST", "GET", "/media?list-type=2&prefix=crawls%2F01K%2F", {}],
])("%s %s is recognised in a function's request", (service, action, method, url, headers) => {
  expect(requestOfFunction(request(method, url, { ...lambda, ...headers }))).toEqual({
    service,
    action,
  });
});

test("a request of the commands themselves is none of a function", () => {
  expect(
    requestOfFunction(request("GET", "/media/a.jpg", { "user-agent": "aws-sdk-js/3.1169.0" })),
  ).toBe(undefined);
});
