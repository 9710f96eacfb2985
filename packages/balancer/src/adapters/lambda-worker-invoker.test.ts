import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { downloadJobSchema } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { createLambdaWorkerInvoker } from "./lambda-worker-invoker.ts";

const lambda = mockClient(LambdaClient);
const workers = createLambdaWorkerInvoker("worker", new LambdaClient({ region: "us-east-1" }));
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

test("hands on what Lambda refuses with", async () => {
  const refusal = new Error("TooManyRequestsException");
  lambda.on(InvokeCommand).rejects(refusal);
  await expect(workers.invoke(job)).rejects.toBe(refusal);
});
