import { InvokeCommand, LambdaClient, LambdaServiceException } from "@aws-sdk/client-lambda";
import { downloadJobSchema } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { createLambdaWorkerInvoker } from "./lambda-worker-invoker.ts";

const lambda = mockClient(LambdaClient);
const pausesMs: number[] = [];
const workers = createLambdaWorkerInvoker("worker", new LambdaClient({ region: "us-east-1" }), {
  now: () => 0,
  sleep: async (ms) => void pausesMs.push(ms),
});
const job = downloadJobSchema.parse(contracts["download-job"].examples[0]);

beforeEach(() => lambda.reset());

test("invokes the worker asynchronously with the job as JSON", async () => {
  lambda.on(InvokeCommand).resolves({ StatusCode: 202 });
  await workers.invoke(job);
  const [call, ...others] = lambda.commandCalls(InvokeCommand);
  const { Payload, ...rest } = call?.args[0].input ?? {};
  expect(rest).toEqual({ FunctionName: "worker", InvocationType: "Event" });
  expect(JSON.parse(Buffer.from(Payload as Uint8Array).toString())).toEqual(job);
  expect(others).toEqual([]);
});

const failure = (httpStatusCode: number | undefined) =>
  new LambdaServiceException({
    name: "any",
    $fault: "server",
    $metadata: httpStatusCode === undefined ? {} : { httpStatusCode },
  });

test.each([
  ["403", failure(403), "refused"],
  ["404", failure(404), "refused"],
  ["503", failure(503), "unanswered"],
  ["no answer", failure(undefined), "unanswered"],
  ["a broken connection", new Error("socket hang up"), "unanswered"],
])("sends nothing again after %s", async (_, error, kind) => {
  lambda.on(InvokeCommand).rejects(error);
  expect(await workers.invoke(job)).toEqual({ kind, error });
  expect(lambda.commandCalls(InvokeCommand)).toHaveLength(1);
});

test("sends what Lambda throttled once more, after a pause", async () => {
  lambda.on(InvokeCommand).rejectsOnce(failure(429)).resolves({ StatusCode: 202 });
  expect(await workers.invoke(job)).toEqual({ kind: "accepted" });
  expect(pausesMs).toEqual([200]);
});

test("gives up what Lambda throttled twice", async () => {
  lambda.on(InvokeCommand).rejects(failure(429));
  expect(await workers.invoke(job)).toMatchObject({ kind: "refused" });
  expect(lambda.commandCalls(InvokeCommand)).toHaveLength(2);
});
